import type { ScanId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { OperationKind } from '@onetrip/shared/wire/operation'
import { bytesAtServer, type OutboxEntry, type UploadEntry, type UploadState } from '../../db/outboxEntry'
import type { Words } from '../../words/useWords'
import { bytesWords } from '../../words/bytesWords'

/** Of one case. */
type Sources = {
  readonly entries: readonly OutboxEntry[]
  readonly uploads: readonly UploadEntry[]
  readonly kindOf: (entry: OutboxEntry) => OperationKind | undefined
  /** What the scan shows; undefined where the application here no longer names it. */
  readonly nameOf: (scanId: ScanId) => string | undefined
  readonly nowMs: number
  /** Scans wait for a line that costs nothing. */
  readonly isPaused?: boolean
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
export function waitingLines(
  { entries, uploads, kindOf, nameOf, nowMs, isPaused = false }: Sources,
  words: Words,
): Line[] {
  const notApplied = new Set(entries.map((entry) => entry.opId))
  return [
    ...entries.map((entry) => wordsLine(entry, { kind: kindOf(entry), nowMs }, words)),
    ...uploads.map((upload, index) =>
      scanLine(
        upload,
        {
          what: nameOf(upload.scanId) ?? words.t('queue.scan', { number: index + 1 }),
          nowMs,
          isHeld: notApplied.has(upload.opId),
          isPaused,
        },
        words,
      ),
    ),
  ]
}

/** What an agent's operation is called in the queue. */
export function operationWords(kind: OperationKind | undefined, { t }: Words): string {
  if (kind === 'case.submit') return t('queue.wordsOf.submit')
  if (kind === 'case.correct') return t('queue.wordsOf.correct')
  if (kind === 'case.replace-scan') return t('queue.wordsOf.replaceScan')
  if (kind === 'case.settle') return t('queue.wordsOf.settle')
  return kind === 'task.hand-over' ? t('queue.wordsOf.handOver') : t('queue.words')
}

type WordsFacts = { readonly kind: OperationKind | undefined; readonly nowMs: number }

function wordsLine({ state, opId, sizeBytes }: OutboxEntry, { kind, nowMs }: WordsFacts, words: Words): Line {
  const { t } = words
  const isUnsupported = state.kind === 'waiting' && state.isUnsupported
  return {
    id: opId,
    what: operationWords(kind, words),
    bytes: bytesWords(sizeBytes, words),
    state: isUnsupported
      ? t('queue.state.unsupported')
      : nextTry(state.kind === 'waiting' ? state.notBeforeMs : 0, nowMs, words),
  }
}

type ScanFacts = {
  readonly what: string
  readonly nowMs: number
  readonly isHeld: boolean
  readonly isPaused: boolean
}

function scanLine({ scanId, sizeBytes, state }: UploadEntry, facts: ScanFacts, words: Words): Line {
  const sent = bytesAtServer(state)
  const total = bytesWords(sizeBytes, words)
  return {
    id: scanId,
    what: facts.what,
    // Beside a part that may have arrived, a nought would be a statement.
    bytes: isCut(state) && sent === 0 ? total : words.t('queue.bytesOf', { sent: bytesWords(sent, words), total }),
    state: scanState(state, facts, words),
    ...(sent > 0 && { ratio: sent / sizeBytes }),
  }
}

function scanState(state: UploadState, { isHeld, isPaused, nowMs }: ScanFacts, words: Words): string {
  if (isHeld) return words.t('queue.state.afterWords')
  if (isPaused) return words.t('queue.state.paused')
  const notBeforeMs = state.kind === 'waiting' ? state.notBeforeMs : 0
  return isCut(state) && notBeforeMs <= nowMs ? words.t('queue.state.cut') : nextTry(notBeforeMs, nowMs, words)
}

/** The line broke while it was on its way: how much of the last piece arrived only the server knows. */
const isCut = (state: UploadState): boolean =>
  state.kind === 'waiting' && state.offset === undefined && state.lastOffset !== undefined

const nextTry = (notBeforeMs: number, nowMs: number, { t, formatTime }: Words): string =>
  notBeforeMs > nowMs
    ? t('queue.state.nextTry', { time: formatTime(instantFromMs(notBeforeMs)) })
    : t('queue.state.waiting')
