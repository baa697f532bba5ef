import { CATALOGUE_FEED, stationFeed, StationId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { followPokes } from '../../api/pokes'
import { createDexieSyncStorage } from '../../db/dexieSyncStorage'
import { createMayUploadNow } from '../../stores/mayUploadNow'
import type { Line } from '../../stores/mobileData'
import type { Tablet } from '../../stores/tablet'
import type { JoinSync } from '../../stores/syncControl'
import { standingTransport, type StandingDeps } from '../../device/standingTransport'
import { checkByLibrary } from '../../envelope/checkByLibrary'
import { createSignatureCheck } from '../../envelope/checkSignature'
import { createUploadProof } from '../../envelope/sign'
import { syncChannelOf, syncLockOf } from '../../background/sendForAbsent'
import { acknowledgedTransport } from '../../sync/acknowledgedTransport'
import { createEngine } from '../../sync/engine'
import { joinLead, type SyncTalk, type TalkChannel } from '../../sync/lead'
import type { EngineReport } from '../../sync/runEngine'
import { createTrpcTransport } from '../../sync/trpcTransport'
import { LANE_MS } from '../../sync/uploadLanes'
import { onReturn } from '../shell/onReturn'

const DEFAULT_PULL_EVERY_MS = 60_000
/** Side by side, so that the way there and the disk at its end are both busy. */
const UPLOAD_LANES = 4

/** The slow timer behind pokes; tests set it long to see that pokes alone do the work. */
export const pullEveryMs = (search: string): number => {
  const asked = Number(new URLSearchParams(search).get('pullEveryMs') ?? Number.NaN)
  return Number.isFinite(asked) && asked > 0 ? asked : DEFAULT_PULL_EVERY_MS
}

type JoinDeps = {
  readonly chance: () => number
  readonly pullMs: number
  readonly onServerTime: (serverTime: Instant) => void
  readonly standing: StandingDeps
  readonly line: Line
  /** Told when the server has answered and the tables hold nothing that could go now. `isBack`: it did not before. */
  readonly onRest: (isBack: boolean) => void
}

/** Joins this tab to the election: browser locks, a channel between tabs, pokes by SSE, and the network's return. */
export function createJoinSync(
  tablet: Tablet,
  { chance, pullMs, onServerTime, standing, line, onRest }: JoinDeps,
): JoinSync {
  return (onReport) => {
    const storage = createDexieSyncStorage(tablet.store)
    const proveUpload = createUploadProof({
      db: tablet.store.db,
      districtId: tablet.me.districtId,
      deviceId: tablet.deviceId,
    })
    const told = tellReturn(onReport)
    const rest = tellRest(onRest)
    const onAnswer = (serverTime: Instant): void => {
      onServerTime(serverTime)
      told.onAnswer()
    }
    const { deviceId } = tablet
    const wire = createTrpcTransport(tablet.client, { deviceId, onServerTime: onAnswer, proveUpload })
    const believed = acknowledgedTransport(wire, {
      districtId: tablet.me.districtId,
      readKeys: storage.readAcknowledgementKeys,
      verifySignature: createSignatureCheck(checkByLibrary),
      sha256Hex: tablet.sha256Hex,
    })
    const mayUpload = createMayUploadNow({
      db: tablet.store.db,
      line,
      nowMs: tablet.nowMs,
      wake: () => lead.wake(),
    })
    const lead = joinLead({
      holdLock: holdLock(syncLockOf(tablet.me.postId)),
      createEngine: () =>
        createEngine({
          nowMs: tablet.nowMs,
          monotonicMs: tablet.monotonicMs,
          random: chance,
          storage,
          transport: standingTransport(believed, standing),
          deviceId: tablet.deviceId,
          newUploadId: () => UploadId.parse(tablet.newId()),
          sha256Hex: tablet.sha256Hex,
          feedIds: [stationFeed(StationId.parse(tablet.me.unitId)), CATALOGUE_FEED],
          lanes: UPLOAD_LANES,
          laneMs: LANE_MS,
          mayUpload,
        }),
      channel: openChannel(syncChannelOf(tablet.me.postId)),
      listenForPokes: (onPoke) => followPokes(tablet.client, { onPoke, random: chance }),
      nowMs: tablet.nowMs,
      pullEveryMs: pullMs,
      after: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
      onReport: (report) => {
        told.onReport(report)
        rest(report)
      },
    })
    onReturn(lead.wake)
    // Only asking tells that nobody answers; what is known until then is that it was up.
    addEventListener('offline', lead.wake)
    return lead
  }
}

/** The line is back with the first answer, not with the end of the piece that is on its way. */
function tellReturn(onReport: (report: EngineReport) => void) {
  const known = { isCut: false }
  return {
    onReport: (report: EngineReport): void => {
      known.isCut = report.kind === 'failing' && report.failure.kind === 'unreachable' && !report.isMoving
      onReport(report)
    },
    onAnswer: (): void => {
      if (!known.isCut) return
      known.isCut = false
      onReport({ kind: 'working' })
    },
  }
}

function tellRest(onRest: JoinDeps['onRest']): (report: EngineReport) => void {
  const known = { hasFailed: false }
  return ({ kind }) => {
    if (kind === 'resting') onRest(known.hasFailed)
    if (kind === 'resting' || kind === 'failing') known.hasFailed = kind === 'failing'
  }
}

const holdLock =
  (name: string) =>
  async (signal: AbortSignal, whileHeld: () => Promise<void>): Promise<void> => {
    await navigator.locks.request(name, { signal }, whileHeld).catch((error: unknown) => {
      // The tab stopped waiting for the lock: nothing was begun.
      if (!signal.aborted) throw error
    })
  }

function openChannel(name: string): TalkChannel {
  const channel = new BroadcastChannel(name)
  return {
    send: (talk) => channel.postMessage(talk),
    listen: (hear) => {
      // Only this app speaks on its own channel.
      const onMessage = (event: MessageEvent): void => hear(event.data as SyncTalk)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
  }
}
