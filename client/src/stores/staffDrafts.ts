import * as z from 'zod/mini'
import { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { Desk } from './desk'

/** A point while it is written: it may still say nothing. */
export const DraftPoint = z.object({ at: CorrectionPoint.def.shape.at, words: z.string() })
export type DraftPoint = z.infer<typeof DraftPoint>

/** What a reviewer has written about one task and not yet sent. */
export const TaskDraft = z.object({
  points: z.array(DraftPoint),
  refusal: z.object({ reason: z.string(), whereToGo: z.string() }),
  denialReason: z.string(),
})
export type TaskDraft = z.infer<typeof TaskDraft>

export const EMPTY_DRAFT: TaskDraft = { points: [], refusal: { reason: '', whereToGo: '' }, denialReason: '' }

/** One key for all, so that signing out takes everything; bound to a post, so that nobody meets another's text. */
const Box = z.object({ postId: z.string(), byTask: z.record(z.string(), TaskDraft) })
type Box = z.infer<typeof Box>

const STORAGE_KEY = 'onetrip.staff.drafts'

type Storage = Desk['storage']

export function readDraft(storage: Storage, postId: string, taskKey: string): TaskDraft {
  return readBox(storage, postId).byTask[taskKey] ?? EMPTY_DRAFT
}

/** Keeps what was written; an empty draft is forgotten. */
export function writeDraft(storage: Storage, postId: string, entry: { taskKey: string; draft: TaskDraft }): void {
  const kept = Object.entries(readBox(storage, postId).byTask).filter(([key]) => key !== entry.taskKey)
  const others = Object.fromEntries(kept)
  const byTask = isEmpty(entry.draft) ? others : { ...others, [entry.taskKey]: entry.draft }
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify({ postId, byTask } satisfies Box))
  } catch {
    // Full or blocked: the text still stands on the screen, and lives as long as the page.
  }
}

/** Whether anything that was written at this post waits to be sent. */
export const hasDrafts = (storage: Storage, postId: string): boolean =>
  Object.keys(readBox(storage, postId).byTask).length > 0

export function forgetDrafts(storage: Storage): void {
  storage.removeItem(STORAGE_KEY)
}

export const isEmpty = ({ points, refusal, denialReason }: TaskDraft): boolean =>
  points.length === 0 && refusal.reason === '' && refusal.whereToGo === '' && denialReason === ''

function readBox(storage: Storage, postId: string): Box {
  const empty: Box = { postId, byTask: {} }
  try {
    const parsed = Box.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null'))
    return parsed.success && parsed.data.postId === postId ? parsed.data : empty
  } catch {
    return empty
  }
}
