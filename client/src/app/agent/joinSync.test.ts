// @vitest-environment happy-dom
// Goal: the pill hears of the line's return with the first answer. Method: the real engine of a tab, on a tablet's own
// store, with a server whose line is cut under a page and comes back, and that then keeps the next piece waiting.
import { randomUUID } from 'node:crypto'
import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DeviceId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import type { ServerClient } from '../../api/serverClient'
import { recordStep } from '../../db/commands'
import type { SyncControl } from '../../stores/syncControl'
import type { Tablet } from '../../stores/tablet'
import type { Lead } from '../../sync/lead'
import type { EngineReport } from '../../sync/runEngine'
import { createJoinSync } from './joinSync'

const cut = async (): Promise<never> => {
  throw new TRPCClientError('no network')
}
/** For a line that carries, and nobody answers yet. */
const silent = (): Promise<never> => new Promise(() => undefined)
const answer = <Said extends object>(said: Said) => ({ epoch: 'e', serverTime: NOW, ...said })
const CONTINUES = answer({ standing: { status: 'continue', offset: 65_536 } })
const REPORT = {
  deviceId: DeviceId.parse(randomUUID()),
  appVersion: '1',
  unsentCount: 1,
  unsentBytes: 400_000,
  oldestUnsentAt: NOW,
}
const UNREACHABLE = { kind: 'failing', failure: { kind: 'unreachable' }, isMoving: false }

beforeEach(() => {
  // The browser gives a lock to one tab at a time; this one has it for itself.
  const request = async (_name: string, _options: LockOptions, whileHeld: () => Promise<void>) => whileHeld()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request } })
})
afterEach(() => {
  Reflect.deleteProperty(navigator, 'locks')
})

/** A page of 400 KB that may go: its words were applied. */
async function takePage(tablet: Tablet): Promise<void> {
  const bytes = new Uint8Array(400_000)
  const ref = {
    scanId: ScanId.parse(await tablet.sha256Hex(bytes)),
    sizeBytes: bytes.length,
    mediaType: 'image/jpeg',
  } as const
  await recordStep(tablet.store, {
    caseId: aDraft().caseId,
    newScans: [{ ref, bytes }],
    operations: [],
    uploads: [{ ref, opId: OpId.parse(tablet.newId()), uploadId: UploadId.parse(tablet.newId()) }],
    settles: [],
    atMs: 0,
  })
}

/** A tab that syncs, before a server that answers as the line allows; what it reports is noted. */
async function joined() {
  const server = { append: cut, offer: cut as () => Promise<unknown> }
  const append = vi.fn(() => server.append())
  const client = {
    sync: {
      pull: { query: async () => answer({ changes: [], cursors: {}, hasMore: false }) },
      offer: { mutate: () => server.offer() },
      append: { mutate: append },
      pokes: { subscribe: () => ({ unsubscribe: () => undefined }) },
    },
    // As much of the server as the engine asks for.
  } as unknown as ServerClient
  const tablet = { ...(await aTablet(`join-${randomUUID()}`)), client }
  await takePage(tablet)
  const reports: EngineReport[] = []
  const join = createJoinSync(tablet, {
    chance: () => 0.5,
    pullMs: 60_000,
    onServerTime: () => undefined,
    standing: {
      deviceId: REPORT.deviceId,
      monotonicMs: () => 0,
      readReport: async () => REPORT,
      onStanding: async () => undefined,
      hearBySignature: async () => undefined,
    },
    line: { kind: () => 'unknown', onChange: () => () => undefined },
    onRest: () => undefined,
  })
  // What a tab gets is the lead itself; the stores see less of it.
  const lead = join((report) => reports.push(report)) as SyncControl & Lead
  return { lead, server, append, reports }
}

it('tells that the line is back with the first answer, not with the end of the piece that is on its way', async () => {
  const { lead, server, append, reports } = await joined()
  await eventually(() => expect(reports.at(-1)).toMatchObject(UNREACHABLE))
  const triedBefore = append.mock.calls.length
  server.offer = async () => CONTINUES
  server.append = silent
  dispatchEvent(new Event('online'))
  await eventually(() => expect(append.mock.calls.length).toBeGreaterThan(triedBefore))
  expect(reports.at(-1)).toEqual({ kind: 'working' })
  lead.stop()
})
