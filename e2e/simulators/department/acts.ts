import { type Act, type Entry, EVENT_BY_ACT, outcomeOf, type Stand, type TaskFile } from './ledger'

/** What may be typed with an act; what is left out gets the words of a sample. */
export type ActWords = {
  readonly reason?: string
  readonly whereToGo?: string
  readonly points?: readonly { readonly kind: string; readonly ref: string; readonly words: string }[]
}

/** Said when the clerk types nothing. */
export const CORRECTION_SAMPLE = '请重新提交清晰、完整的一份。'

/** The acts that make sense next. Buttons show these; the control API takes any, so that a wrong one can be tried. */
export const OPEN_ACTS = {
  registered: [],
  receive: ['accept', 'correct', 'not-accept'],
  correct: [],
  accept: ['approve', 'deny'],
  'not-accept': [],
  approve: ['issue'],
  deny: [],
  issue: [],
} as const satisfies Record<Stand, readonly Act[]>

/** What the clerk does unasked after a while; nothing after a refusal, which a person must look at. */
export function nextAct(entry: Entry): Act | undefined {
  const answer = entry.events.at(-1)?.answer
  const outcome = answer && outcomeOf(answer)
  if (entry.needsPull || (outcome !== 'applied' && outcome !== 'parked')) return undefined
  return OPEN_ACTS[entry.stand][0]
}

/** The text of the event for an act. */
export function eventBody(entry: Entry, act: Act, { words, nowMs }: { words: ActWords; nowMs: number }): string {
  const data = { taskId: entry.taskId, ...details(entry, act, { words, nowMs }) }
  // Local time with its offset, as a department's system in China writes it.
  const timestamp = `${new Date(nowMs + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
  return JSON.stringify({ type: EVENT_BY_ACT[act], timestamp, data })
}

/** China has one time zone and no summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000

const chinaDay = (nowMs: number): string => new Date(nowMs + CHINA_OFFSET_MS).toISOString().slice(0, 10)

function details(entry: Entry, act: Act, { words, nowMs }: { words: ActWords; nowMs: number }): object {
  switch (act) {
    case 'receive':
    case 'accept':
    case 'approve':
      return {}
    case 'correct':
      return { points: words.points ?? [samplePoint(entry.file)] }
    case 'not-accept':
      return {
        reason: words.reason ?? '设置地点在市管主干道，不属于本机关职权范围。',
        whereToGo: words.whereToGo ?? '长沙市城市管理和综合执法局',
      }
    case 'deny':
      return { reason: words.reason ?? '不符合户外广告设置规划。' }
    case 'issue':
      return { document: sampleDocument(entry, nowMs) }
  }
}

function samplePoint(file: TaskFile | undefined): object {
  const material = file?.materials[0]
  const ref = material?.ref ?? file?.fields[0]?.ref ?? 'unknown'
  return { kind: material ? 'material' : 'field', ref, words: CORRECTION_SAMPLE }
}

/** A permit for one year, its last day the one before the same date. */
function sampleDocument(entry: Entry, nowMs: number): object {
  const lastDay = new Date(nowMs + CHINA_OFFSET_MS)
  lastDay.setUTCFullYear(lastDay.getUTCFullYear() + 1)
  lastDay.setUTCDate(lastDay.getUTCDate() - 1)
  return {
    name: '准予行政许可决定书',
    number: entry.registrationNumber.replace('受', '决'),
    issuedOn: chinaDay(nowMs),
    validUntil: lastDay.toISOString().slice(0, 10),
  }
}

/** The department's own number; it counts on and is never given twice. */
export const registrationNumber = (count: number, nowMs: number): string =>
  `样例城管许受字〔${chinaDay(nowMs).slice(0, 4)}〕第${String(count).padStart(5, '0')}号`
