import { expect, it, vi } from 'vitest'
import { OpId } from '@onetrip/shared/lib/ids'
import { instantFromMs, instantToMs } from '@onetrip/shared/lib/time'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { recordStep } from '../../db/commands'
import { NO_SYNC, writeMeta } from '../../db/meta'
import { forgetDaily } from './forgetDaily'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** An opened tablet with one operation that ended so many days ago, and its hourly timer. */
async function open(name: string, days: number) {
  const tablet = await aTablet(`daily-${name}`)
  const { db } = tablet.store
  const opId = OpId.parse(tablet.newId())
  const operations = [{ opId, body: Uint8Array.of(1) }]
  await recordStep(tablet.store, {
    caseId: aDraft().caseId,
    newScans: [],
    operations,
    uploads: [],
    settles: [],
    atMs: 1,
  })
  const at = instantFromMs(instantToMs(NOW) - days * DAY_MS)
  const acknowledgement = { keyId: 'k', epoch: 'e', digests: ['0'.repeat(64)], signature: 's', at }
  const detail = { kind: 'ended', how: 'applied', endedAtMs: 0, acknowledgement } as const
  await db.outbox.toCollection().modify({ state: 'ended', detail })
  await writeMeta(db, 'sync', { ...NO_SYNC, lastServerTime: NOW })
  const clock = { nowMs: instantToMs(NOW) }
  const timer = { run: (): void => undefined }
  const gone: string[] = []
  const log = vi.fn()
  forgetDaily(
    { ...tablet, nowMs: () => clock.nowMs },
    {
      forgetCopies: async (opIds) => void gone.push(...opIds),
      every: (run) => {
        timer.run = run
      },
      log,
    },
  )
  const pass = async (hours: number): Promise<void> => {
    clock.nowMs += hours * HOUR_MS
    await writeMeta(db, 'sync', { ...NO_SYNC, lastServerTime: instantFromMs(clock.nowMs) })
    timer.run()
  }
  return { db, opId, gone, log, pass }
}

it('forgets when the tablet is opened, and with it the second copies', async () => {
  const { db, opId, gone, log } = await open('opened', 31)
  await vi.waitFor(() => expect(gone).toEqual([opId]))
  expect(await db.outbox.count()).toBe(0)
  expect(log).not.toHaveBeenCalled()
})

it('looks again once a day and not before', async () => {
  const { db, gone, pass } = await open('daily', 29.5)
  const settled = () => new Promise((resolve) => setTimeout(resolve, 40))
  await settled()
  await pass(23)
  await settled()
  expect([await db.outbox.count(), gone]).toEqual([1, []])
  await pass(1)
  await vi.waitFor(() => expect(gone).toHaveLength(1))
})

it('a store that does not answer is told to the log, and stops nothing', async () => {
  const tablet = await aTablet('daily-failed')
  tablet.store.db.close()
  const log = vi.fn()
  forgetDaily(tablet, { forgetCopies: async () => undefined, every: () => undefined, log })
  await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(1))
})
