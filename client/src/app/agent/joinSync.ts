import { CATALOGUE_FEED, stationFeed, StationId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { followPokes } from '../../api/pokes'
import { createDexieSyncStorage } from '../../db/dexieSyncStorage'
import type { Tablet } from '../../stores/tablet'
import type { JoinSync } from '../../stores/syncControl'
import { acknowledgedTransport } from '../../sync/acknowledgedTransport'
import { createEngine } from '../../sync/engine'
import { joinLead, type SyncTalk, type TalkChannel } from '../../sync/lead'
import { createTrpcTransport } from '../../sync/trpcTransport'
import { onReturn } from '../shell/onReturn'
import { createSignatureCheck } from './edges'

const DEFAULT_PULL_EVERY_MS = 60_000

/** The slow timer behind pokes; tests set it long to see that pokes alone do the work. */
export const pullEveryMs = (search: string): number => {
  const asked = Number(new URLSearchParams(search).get('pullEveryMs') ?? Number.NaN)
  return Number.isFinite(asked) && asked > 0 ? asked : DEFAULT_PULL_EVERY_MS
}

type JoinDeps = {
  readonly chance: () => number
  readonly pullMs: number
  readonly onServerTime: (serverTime: Instant) => void
}

/** Joins this tab to the election: browser locks, a channel between tabs, pokes by SSE, and the network's return. */
export function createJoinSync(tablet: Tablet, { chance, pullMs, onServerTime }: JoinDeps): JoinSync {
  return (onReport) => {
    const storage = createDexieSyncStorage(tablet.store)
    const lead = joinLead({
      holdLock: holdLock(`onetrip-sync-${tablet.me.postId}`),
      createEngine: () =>
        createEngine({
          nowMs: tablet.nowMs,
          monotonicMs: tablet.monotonicMs,
          random: chance,
          storage,
          transport: acknowledgedTransport(createTrpcTransport(tablet.client, onServerTime), {
            districtId: tablet.me.districtId,
            readKeys: storage.readAcknowledgementKeys,
            verifySignature: createSignatureCheck(),
            sha256Hex: tablet.sha256Hex,
          }),
          deviceId: tablet.deviceId,
          newUploadId: () => UploadId.parse(tablet.newId()),
          sha256Hex: tablet.sha256Hex,
          feedIds: [stationFeed(StationId.parse(tablet.me.unitId)), CATALOGUE_FEED],
        }),
      channel: openChannel(`onetrip-sync-${tablet.me.postId}`),
      listenForPokes: (onPoke) => followPokes(tablet.client, { onPoke, random: chance }),
      nowMs: tablet.nowMs,
      pullEveryMs: pullMs,
      onReport,
    })
    onReturn(lead.wake)
    // Only asking tells that nobody answers; what is known until then is that it was up.
    addEventListener('offline', lead.wake)
    return lead
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
