import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { makeMaster, type Master, type MasterRefusal } from '../scan/makeMaster'
import { redraw } from '../scan/redraw'
import { useIntakeStore } from './intake'
import { useTablet } from './tablet'

/** Where pages belong: to one material of one application. */
export type PagePlace = { readonly caseId: CaseId; readonly code: string }

/** A file that did not become a page, and why. */
export type Unmade = { readonly name: string; readonly why: MasterRefusal | 'already-there' }

/** Files of one place that are being made into pages. `isRunning` goes off with the last one, or when it is stopped. */
export type PageJob = {
  readonly place: PagePlace
  /** Tells it from the one after it. */
  readonly run: symbol
  readonly isRunning: boolean
  readonly done: number
  readonly total: number
  readonly unmade: readonly Unmade[]
}

/**
 * Makes pages of picked files, one after the other, and saves each as it is ready. It goes on when the screen does:
 * only the person who began it stops it, and what was ready by then stays.
 */
export const usePageMakingStore = defineStore('page-making', () => {
  const tablet = useTablet()
  const intake = useIntakeStore()
  const jobs = shallowReactive(new Map<string, PageJob>())

  const find = (place: PagePlace): PageJob | undefined => jobs.get(keyOf(place))

  async function add(place: PagePlace, files: readonly File[]): Promise<void> {
    if (find(place)?.isRunning) return
    const run = Symbol('run')
    jobs.set(keyOf(place), { place, run, isRunning: true, done: 0, total: files.length, unmade: [] })
    await intake.during(place.caseId, makeAll({ place, run }, files))
  }

  async function makeAll({ place, run }: Pick<PageJob, 'place' | 'run'>, files: readonly File[]): Promise<void> {
    for (const file of files) {
      const made = await makeMaster(file, { sha256Hex: tablet.sha256Hex, redraw }).catch(asCorrupt)
      const job = find(place)
      if (job?.run !== run || !job.isRunning) return
      const why = made.ok ? keep(place, made.value) : made.error
      const unmade = why ? [...job.unmade, { name: file.name, why }] : job.unmade
      jobs.set(keyOf(place), { ...job, done: job.done + 1, unmade })
    }
    stop(place)
  }

  function keep({ caseId, code }: PagePlace, master: Master): 'already-there' | undefined {
    const seen = { isThere: false }
    intake.change(
      caseId,
      (before) => {
        seen.isThere = pagesOf(before, code).some((page) => page.scanId === master.ref.scanId)
        return seen.isThere ? before : withPage(before, code, master)
      },
      [master],
    )
    return seen.isThere ? 'already-there' : undefined
  }

  function stop(place: PagePlace): void {
    const job = find(place)
    if (job) jobs.set(keyOf(place), { ...job, isRunning: false })
  }

  /** All jobs of an application, running or with something to say. */
  const jobsOf = (caseId: CaseId): PageJob[] => [...jobs.values()].filter((job) => job.place.caseId === caseId)

  return { find, jobsOf, add, stop }
})

const keyOf = ({ caseId, code }: PagePlace): string => `${caseId} ${code}`

const entryOf = ({ materials }: IntakeDraft, code: string) => materials.find((entry) => entry.code === code)

const pagesOf = (draft: IntakeDraft, code: string) => entryOf(draft, code)?.pages ?? []

function withPage(draft: IntakeDraft, code: string, { ref }: Master): IntakeDraft {
  const others = draft.materials.filter((entry) => entry.code !== code)
  return {
    ...draft,
    materials: [...others, { ...entryOf(draft, code), code, how: 'scanned', pages: [...pagesOf(draft, code), ref] }],
  }
}

/** A file that went away while it was read (a card pulled out) cannot be opened either. */
const asCorrupt = (): { readonly ok: false; readonly error: MasterRefusal } => ({ ok: false, error: 'corrupt' })
