import type { CaseId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Hit, Reason } from '../../search/searchedCase'
import type { CaseSources } from '../../stores/searchedCases'
import type { Words } from '../../words/useWords'
import { recentEntry, type RecentCase } from './recentEntries'

/** A text, and the part of it that was searched for. */
export type Marked = { readonly text: string; readonly from: number; readonly to: number }

/** A case that was found, as it is listed. */
export type FoundEntry = {
  readonly id: string
  readonly path: string
  readonly name: Marked
  readonly title: Marked
  /** What else has what was typed. */
  readonly because: readonly (Marked & { readonly label: string })[]
  readonly day: string
  readonly badge: { readonly label: string; readonly tone: 'neutral' | 'accent' | 'alert' | 'done' }
}

type Known = Parameters<typeof recentEntry>[1] & { readonly sourcesOf: (caseId: string) => CaseSources }

/** Name and title stand in every line: the part that was found is marked there. Anything else is said below. */
export function foundEntry(hit: Hit, known: Known, words: Words): FoundEntry {
  const { t } = words
  const isName = ({ field, person }: Reason): boolean => field === 'name' && person === undefined
  const isTitle = ({ field }: Reason): boolean => field === 'title'
  const { path, day, badge } = whereItIs(hit, known, words)
  return {
    id: hit.caseId,
    path,
    name: mark(hit.name || t('home.unnamed'), hit.reasons.find(isName)),
    title: mark(hit.title || t('home.noItem'), hit.reasons.find(isTitle)),
    because: hit.reasons
      .filter((reason) => !isName(reason) && !isTitle(reason))
      .map((reason) => ({ label: labelOf(reason, words), ...mark(reason.shown, reason) })),
    day,
    badge,
  }
}

const mark = (text: string, found: Pick<Reason, 'from' | 'to'> | undefined): Marked => ({
  text,
  from: found?.from ?? 0,
  to: found?.to ?? 0,
})

function labelOf({ field, person }: Reason, { t }: Words): string {
  const label = t(`search.field.${field}`)
  return person !== undefined && field !== 'name' ? t('search.ofPerson', { person, field: label }) : label
}

function whereItIs(hit: Hit, known: Known, words: Words): Pick<FoundEntry, 'path' | 'day' | 'badge'> {
  const { t, formatMonthDay } = words
  // Ids and times were branded when they were written; an index keeps texts.
  const caseId = hit.caseId as CaseId
  const at = hit.at as Instant
  const day = formatMonthDay(at)
  const { row, draft } = known.sourcesOf(hit.caseId)
  if (draft && !draft.receipt && !row)
    return {
      path: `/intake/${caseId}`,
      day: t('search.begun', { day }),
      badge: { label: t('home.goOn'), tone: 'accent' },
    }
  const recent: RecentCase | undefined =
    (row && { caseId, at, from: 'station', row }) ?? (draft && { caseId, at, from: 'tablet', draft })
  const badge = recent ? recentEntry(recent, known, words).badge : { label: '', tone: 'neutral' as const }
  return { path: `/cases/${caseId}`, day: t('search.takenIn', { day }), badge }
}
