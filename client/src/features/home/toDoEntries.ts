import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { OutboxEntry, UploadEntry } from '../../db/outboxEntry'
import { openCorrections } from '../../stores/cases'
import { titleOf } from '../../stores/draftForm'
import type { Words } from '../../words/useWords'

export type ToDoSources = {
  readonly parked: readonly OutboxEntry[]
  readonly blocked: readonly UploadEntry[]
  readonly wanting: readonly StationCaseRow[]
  /** On their way: a correction that was answered here is not asked for again. */
  readonly waiting: readonly OutboxEntry[]
  readonly drafts: readonly IntakeDraft[]
}

type Entry = {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly badge: { readonly label: string; readonly tone: 'alert' | 'accent' }
  readonly path: string
}

/** Everything that waits for the agent: first what the server would not have, then what departments ask for. */
export function toDoEntries(sources: ToDoSources, catalogue: Catalogue, words: Words): Entry[] {
  const { t } = words
  const draftById = new Map(sources.drafts.map((draft) => [draft.caseId, draft]))
  const called = (draft: IntakeDraft | undefined): string => (draft && titleOf(draft, catalogue)) || t('home.noItem')
  const whose = (draft: IntakeDraft | undefined): string =>
    (draft && findApplicant(draft.parties)?.name) || t('home.unnamed')

  const parked = [...groupBy(sources.parked, (entry) => entry.caseId).keys()].map((caseId): Entry => {
    const draft = draftById.get(caseId)
    const badge = { label: t('home.parked'), tone: 'alert' } as const
    return { id: `parked-${caseId}`, title: called(draft), detail: whose(draft), badge, path: '/queue' }
  })
  const blocked = [...groupBy(sources.blocked, (upload) => upload.caseId)].map(([caseId, uploads]): Entry => {
    const draft = draftById.get(caseId)
    const badge = { label: t('home.blocked', { count: uploads.length }), tone: 'alert' } as const
    return { id: `blocked-${caseId}`, title: called(draft), detail: whose(draft), badge, path: '/queue' }
  })
  const onTheWay = new Set<string>([...sources.waiting, ...sources.parked].map((entry) => entry.caseId))
  const asking = sources.wanting.filter((row) => !onTheWay.has(row.caseId))
  const wanting = asking.map((row): Entry => {
    const count = openCorrections(row).reduce((total, { correction }) => total + correction.points.length, 0)
    const title = titleOf(chosenIn(row, catalogue), catalogue)
    const badge = { label: t('home.correction', { count }), tone: 'accent' } as const
    return { id: `wanting-${row.caseId}`, title, detail: row.applicantName, badge, path: `/cases/${row.caseId}` }
  })
  return [...parked, ...blocked, ...wanting]
}

/** A row names its theme by code alone. */
export function chosenIn(row: StationCaseRow, catalogue: Catalogue): Pick<IntakeDraft, 'items' | 'theme'> {
  const theme = catalogue.themes.find((one) => one.themeCode === row.themeCode)
  return { items: row.items, ...(theme && { theme: { themeCode: theme.themeCode, version: theme.version } }) }
}
