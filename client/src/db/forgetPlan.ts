import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { instantToMs } from '@onetrip/shared/lib/time'
import type { KeptAcknowledgement, OutboxState, UploadState } from './outboxEntry'

/** Ended operations, and scans that arrived, stay so long: a server that was restored is offered them anew. */
export const KEEP_ENDED_DAYS = 30
/** So long after a case was closed its agent can still look at its scans. */
export const KEEP_READABLE_DAYS = 7

const DAY_MS = 86_400_000

export type PageKey = readonly [caseId: string, scanId: string]

/** What the tables say of what is here, without any of the bytes. */
export type KeptFacts = {
  readonly entries: readonly {
    readonly seq: number
    readonly opId: string
    readonly caseId: string
    readonly state: OutboxState
  }[]
  readonly uploads: readonly {
    readonly caseId: string
    readonly scanId: string
    readonly sizeBytes: number
    readonly state: UploadState
  }[]
  /** Pages whose bytes are here. */
  readonly pages: readonly PageKey[]
  /** Cases of which something lies in a second copy only. */
  readonly lostCaseIds: readonly string[]
}

type ForgetFacts = KeptFacts & {
  /** Never ahead of what the server last said: a clock that runs ahead makes nothing older. */
  readonly nowMs: number
  /** Since when every task of a case is closed. Absent: not closed, or not known to be. */
  readonly closedAtMsByCaseId: ReadonlyMap<string, number>
}

export type Forgettable = {
  /** Ended operations. */
  readonly entries: readonly { readonly seq: number; readonly opId: string }[]
  /** Pages with the record of their upload. */
  readonly pages: readonly PageKey[]
  /** Pages that the agent may no longer read; sealed as they are, a restored server can still get them. */
  readonly unreadable: readonly PageKey[]
}

/**
 * What the tablet no longer needs to keep. Never anything of a case of which something still waits, is parked or is
 * blocked, and never what was sent without the server's signature; but pages that go with no words any more end when
 * their case does. While a case is open its arrived scans stay known,
 * however old: who answers a correction has to know what is at the server.
 */
export function planForgetting({ nowMs, closedAtMsByCaseId, ...kept }: ForgetFacts): Forgettable {
  const busy = busyCases(kept)
  const isOlder = (atMs: number, days: number): boolean => nowMs - atMs >= days * DAY_MS
  const closedAtMsOf = (caseId: string): number | undefined => {
    const atMs = busy.has(caseId) ? undefined : closedAtMsByCaseId.get(caseId)
    return atMs !== undefined && isOlder(atMs, KEEP_READABLE_DAYS) ? atMs : undefined
  }
  const entries = kept.entries.filter(({ caseId, state }) => {
    const atMs = endedSafelyAtMs(state, nowMs)
    return !busy.has(caseId) && atMs !== undefined && isOlder(atMs, KEEP_ENDED_DAYS)
  })
  const sent = new Map(kept.uploads.map(({ caseId, scanId, state }) => [nameOf([caseId, scanId]), state]))
  const keys = new Map([...kept.uploads.map(keyOf), ...kept.pages].map((key) => [nameOf(key), key]))
  const ended = [...keys].flatMap(([name, key]) => {
    const closedAtMs = closedAtMsOf(key[0])
    const state = sent.get(name)
    // What nobody is to send was given up with its words: it ended with its case.
    const atMs = state ? arrivedSafelyAtMs(state, nowMs) : closedAtMs
    return closedAtMs === undefined || atMs === undefined ? [] : [{ key, atMs }]
  })
  return {
    entries: entries.map(({ seq, opId }) => ({ seq, opId })),
    pages: ended.flatMap(({ key, atMs }) => (isOlder(atMs, KEEP_ENDED_DAYS) ? [key] : [])),
    unreadable: ended.flatMap(({ key, atMs }) => (isOlder(atMs, KEEP_ENDED_DAYS) ? [] : [key])),
  }
}

/** A case whose pages take room here. `toSendBytes`: what has to leave first. */
export type CaseRoom = {
  readonly caseId: string
  readonly bytes: number
  readonly toSendBytes: number
  readonly pages: readonly PageKey[]
}

export type Relief = {
  /** All of it is at the server, signed for: its pages can go at once. */
  readonly now: readonly CaseRoom[]
  /** Goes once it was sent, in the order in which it is sent. What is stuck is not among it. */
  readonly afterSending: readonly CaseRoom[]
}

/** Where room can come from when the tablet runs full. */
export function planRelief(kept: KeptFacts): Relief {
  const busy = busyCases(kept)
  const stuck = new Set([
    ...kept.entries.filter(({ state }) => state.kind === 'parked').map(({ caseId }) => caseId),
    ...kept.uploads.filter(({ state }) => state.kind === 'blocked').map(({ caseId }) => caseId),
  ])
  const here = new Set(kept.pages.map(nameOf))
  const rooms = new Map<string, CaseRoom>()
  for (const { caseId, scanId, sizeBytes, state } of kept.uploads) {
    const isWaiting = state.kind === 'waiting'
    const mayGo = isWaiting || (state.kind === 'arrived' && state.acknowledgement !== undefined)
    if (!here.has(nameOf([caseId, scanId])) || !mayGo) continue
    const room = rooms.get(caseId) ?? { caseId, bytes: 0, toSendBytes: 0, pages: [] }
    rooms.set(caseId, {
      caseId,
      bytes: room.bytes + sizeBytes,
      toSendBytes: room.toSendBytes + (isWaiting ? sizeBytes - (state.offset ?? 0) : 0),
      pages: [...room.pages, [caseId, scanId]],
    })
  }
  const all = [...rooms.values()]
  return {
    now: all.filter(({ caseId }) => !busy.has(caseId)),
    afterSending: all
      .filter(({ caseId }) => busy.has(caseId) && !stuck.has(caseId))
      .toSorted((a, b) => a.toSendBytes - b.toSendBytes),
  }
}

/** The first cases that make so much room together; all of them where even that is not enough. */
export function casesToReach(rooms: readonly CaseRoom[], neededBytes: number): CaseRoom[] {
  const chosen: CaseRoom[] = []
  let bytes = 0
  for (const room of rooms) {
    if (bytes >= neededBytes) break
    chosen.push(room)
    bytes += room.bytes
  }
  return chosen
}

/** Since when every task of a case is closed; undefined while one is not, or none is known. */
export function closedAtMs({ tasks }: Pick<StationCaseRow, 'tasks'>): number | undefined {
  const times = tasks.map(({ state }) => (state.status === 'closed' ? instantToMs(state.closedAt) : undefined))
  const closed = times.filter((ms) => ms !== undefined)
  return closed.length > 0 && closed.length === times.length ? Math.max(...closed) : undefined
}

/** Cases of which something has not ended, or is lost. */
const busyCases = ({ entries, uploads, lostCaseIds }: KeptFacts): ReadonlySet<string> =>
  new Set([
    ...lostCaseIds,
    ...entries.filter(({ state }) => state.kind !== 'ended').map(({ caseId }) => caseId),
    ...uploads.filter(({ state }) => state.kind !== 'arrived').map(({ caseId }) => caseId),
  ])

/** Undefined: it has not ended, or went without a signature. */
function endedSafelyAtMs(state: OutboxState, nowMs: number): number | undefined {
  if (state.kind !== 'ended') return undefined
  return state.how === 'settled' ? state.endedAtMs : signedAtMs(state.acknowledgement, state.endedAtMs, nowMs)
}

const arrivedSafelyAtMs = (state: UploadState, nowMs: number): number | undefined =>
  state.kind === 'arrived' ? signedAtMs(state.acknowledgement, state.arrivedAtMs, nowMs) : undefined

/**
 * From when on a signature counts. A server whose clock was behind when it signed makes nothing old at once: the tablet
 * noted when it heard. What lies ahead of now was noted by a clock that was wrong itself.
 */
function signedAtMs(
  acknowledgement: KeptAcknowledgement | undefined,
  heardAtMs: number,
  nowMs: number,
): number | undefined {
  if (!acknowledgement) return undefined
  const atMs = instantToMs(acknowledgement.at)
  return heardAtMs <= nowMs ? Math.max(atMs, heardAtMs) : atMs
}

const keyOf = ({ caseId, scanId }: { readonly caseId: string; readonly scanId: string }): PageKey => [caseId, scanId]

const nameOf = ([caseId, scanId]: PageKey): string => `${caseId} ${scanId}`
