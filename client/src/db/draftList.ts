import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase, OwnCaseRecord } from './localDatabase'
import { placeOfCase, type RecordCodec } from './recordCodec'

/** Applications of this tablet. `unreadable`: records that could not be opened; they stay where they are. */
export type DraftList = { readonly drafts: readonly IntakeDraft[]; readonly unreadable: number }

type Store = { readonly db: LocalDatabase; readonly codec: RecordCodec }

/** So many that were handed in are opened, by when they were begun; the rest lies as it is. */
export const RECENT_DRAFTS = 200

/** Every application that was not handed in, and the recent ones that were, newest first. Ids are time-ordered. */
export async function readDraftList({ db, codec }: Store): Promise<DraftList> {
  const records = await db.ownCases.reverse().toArray()
  const isOpen = ({ state }: OwnCaseRecord): boolean => state !== 'handed-in'
  const recent = new Set(records.filter((record) => !isOpen(record)).slice(0, RECENT_DRAFTS))
  return openAll(
    codec,
    records.filter((record) => isOpen(record) || recent.has(record)),
  )
}

/** Which applications there are on this tablet, without opening any. */
export const readDraftIds = (db: LocalDatabase): Promise<CaseId[]> => db.ownCases.toCollection().primaryKeys()

/** This tablet's copies of these applications, as far as it has them. */
export async function readDraftsOf({ db, codec }: Store, caseIds: readonly CaseId[]): Promise<DraftList> {
  const records = await db.ownCases.bulkGet([...caseIds])
  return openAll(
    codec,
    records.filter((record) => record !== undefined),
  )
}

/** One damaged record hides no other. */
async function openAll(codec: RecordCodec, records: readonly OwnCaseRecord[]): Promise<DraftList> {
  const opened = await Promise.all(records.map((record) => openDraft(codec, record)))
  const drafts = opened.filter((draft) => draft !== undefined)
  return { drafts, unreadable: opened.length - drafts.length }
}

async function openDraft(codec: RecordCodec, { caseId, body }: OwnCaseRecord): Promise<IntakeDraft | undefined> {
  try {
    // The codec gives back what `saveDraft` sealed.
    return (await codec.open(placeOfCase(caseId), body)) as IntakeDraft
  } catch {
    return undefined
  }
}
