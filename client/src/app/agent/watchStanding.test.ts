// Goal: no tab of a revoked tablet goes on writing while another destroys its store, and each can again where nothing was
// destroyed. Method: one tab looks on with a store of its own; the tab that leads speaks on the channel, as it does.
import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished, vi } from 'vitest'
import { aTablet } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import { DeviceRegistry } from '../../db/deviceRegistry'
import { readMeta } from '../../db/meta'
import type { Revoked } from '../../device/meetStanding'
import type { Tablet } from '../../stores/tablet'
import { createStandingWatch } from './watchStanding'

// Only a build puts it in.
vi.mock('./appVersion', () => ({ APP_VERSION: '1' }))

/** A tab that looks on, and how the one that leads speaks to it. */
async function aTab() {
  const tablet = await aTablet(`standing-${randomUUID()}`)
  // Each test has an agent, and so a channel, of its own.
  const mine = { ...tablet, me: { ...tablet.me, postId: randomUUID() } } as Tablet
  const watch = createStandingWatch(new DeviceRegistry(`device-${randomUUID()}`), () => undefined)
  watch.follow(mine, { lost: { count: async () => 0, send: () => undefined }, nobody: mine.client })
  const leader = new BroadcastChannel(`onetrip-standing-${mine.me.postId}`)
  onTestFinished(() => leader.close())
  const hear = async (revoked: Revoked | undefined): Promise<void> => {
    leader.postMessage(revoked)
    await eventually(() => expect(watch.revoked.value).toEqual(revoked))
  }
  return { db: tablet.store.db, hear }
}

it('[SYNC-R18] writes nothing from the last look on, and goes on where something waits after all', async () => {
  const { db, hear } = await aTab()
  await hear({ kind: 'handing-in', left: 2 })
  expect(await readMeta(db, 'device')).toBeDefined()
  await hear({ kind: 'handing-in', left: 0 })
  await expect(readMeta(db, 'device')).rejects.toThrow('closed')
  await hear({ kind: 'handing-in', left: 1 })
  expect(await readMeta(db, 'device')).toBeDefined()
  await hear({ kind: 'wiped', unsent: 0 })
  await expect(readMeta(db, 'device')).rejects.toThrow('closed')
})

it('[SYNC-R18] opens its store again where the tab that looked for the last time is heard of no more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { db, hear } = await aTab()
  await hear({ kind: 'handing-in', left: 0 })
  await expect(readMeta(db, 'device')).rejects.toThrow('closed')
  await vi.advanceTimersByTimeAsync(30_000)
  vi.useRealTimers()
  await vi.waitFor(async () => expect(await readMeta(db, 'device')).toBeDefined())
})
