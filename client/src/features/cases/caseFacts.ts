import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import { shownPages, type StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { receiptNumberWords } from '../../words/receiptNumberWords'
import type { Words } from '../../words/useWords'

type Fact = { readonly term: string; readonly value: string }

/** What the server told of a case, and before that what this tablet knows of it. */
export function caseFacts(row: StationCaseRow | undefined, draft: IntakeDraft | undefined, words: Words): Fact[] {
  const { t, formatDateTime } = words
  const collectedAt = row?.collectedAt ?? draft?.receipt?.collectedAt
  const capacity = row?.capacity ?? draft?.capacity
  return [
    {
      term: t('cases.receiptNumber'),
      value: receiptNumberWords(row?.receiptNumber ?? draft?.receipt?.receiptNumber ?? ''),
    },
    {
      term: t('cases.applicant'),
      value: row?.applicantName ?? (draft && findApplicant(draft.parties)?.name) ?? '',
    },
    { term: t('cases.collectedAt'), value: collectedAt ? formatDateTime(collectedAt) : '' },
    { term: t('cases.capacity'), value: capacity ? t(`intake.item.${capacity}`) : '' },
    ...(row ? [{ term: t('cases.scans'), value: pagesWords(row, words) }] : []),
  ]
}

function pagesWords(row: StationCaseRow, { t }: Words): string {
  const pages = shownPages(row)
  return pages.total > 0 ? t('cases.scansArrived', pages) : t('cases.noScans')
}
