import type { CaseId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { OperationKind } from '@onetrip/shared/wire/operation'
import type { OutboxEntry, UploadEntry } from '../../db/outboxEntry'
import { readOperation } from '../../stores/settle'
import type { Words } from '../../words/useWords'
import { bytesWords } from './bytesWords'

type Sources = {
  readonly entries: readonly OutboxEntry[]
  readonly uploads: readonly UploadEntry[]
  readonly nowMs: number
}
type Line = {
  readonly id: string
  readonly what: string
  readonly bytes: string
  readonly state: string
  /** 0–1 once a part of it is known to be at the server. */
  readonly ratio?: number
}

/** One line for each operation and each scan of a case, in the order in which they go. */
export function waitingLines(caseId: CaseId, { entries, uploads, nowMs }: Sources, words: Words): Line[] {
  const own = entries.filter((entry) => entry.caseId === caseId)
  const notApplied = new Set<string>(entries.map((entry) => entry.opId))
  const scans = uploads.filter((upload) => upload.caseId === caseId)
  return [
    ...own.map((entry) => wordsLine(entry, nowMs, words)),
    ...scans.map((upload, index) =>
      scanLine(upload, { number: index + 1, nowMs, isHeld: notApplied.has(upload.opId) }, words),
    ),
  ]
}

/** What an agent's operation is called in the queue. */
export function operationWords(kind: OperationKind | undefined, { t }: Words): string {
  if (kind === 'case.submit') return t('queue.wordsOf.submit')
  if (kind === 'case.correct') return t('queue.wordsOf.correct')
  if (kind === 'case.settle') return t('queue.wordsOf.settle')
  return kind === 'task.hand-over' ? t('queue.wordsOf.handOver') : t('queue.words')
}

function wordsLine(entry: OutboxEntry, nowMs: number, words: Words): Line {
  const { t } = words
  const { state, opId, body } = entry
  const isUnsupported = state.kind === 'waiting' && state.isUnsupported
  return {
    id: opId,
    what: operationWords(readOperation(entry)?.kind, words),
    bytes: bytesWords(body.length, words),
    state: isUnsupported
      ? t('queue.state.unsupported')
      : nextTry(state.kind === 'waiting' ? state.notBeforeMs : 0, nowMs, words),
  }
}

type ScanFacts = { readonly number: number; readonly nowMs: number; readonly isHeld: boolean }

function scanLine({ scanId, sizeBytes, state }: UploadEntry, { number, nowMs, isHeld }: ScanFacts, words: Words): Line {
  const { t } = words
  const sent = state.kind === 'waiting' ? (state.offset ?? 0) : 0
  const notBeforeMs = state.kind === 'waiting' ? state.notBeforeMs : 0
  return {
    id: scanId,
    what: t('queue.scan', { number }),
    bytes: t('queue.bytesOf', { sent: bytesWords(sent, words), total: bytesWords(sizeBytes, words) }),
    state: isHeld ? t('queue.state.afterWords') : nextTry(notBeforeMs, nowMs, words),
    ...(sent > 0 && { ratio: sent / sizeBytes }),
  }
}

const nextTry = (notBeforeMs: number, nowMs: number, { t, formatTime }: Words): string =>
  notBeforeMs > nowMs
    ? t('queue.state.nextTry', { time: formatTime(instantFromMs(notBeforeMs)) })
    : t('queue.state.waiting')
