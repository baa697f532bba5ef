// Goal: a store that does not open costs its own agent's sending and nobody else's. Method: real stores in memory, one of
// them a newer app's.
import { randomUUID } from 'node:crypto'
import { Dexie } from 'dexie'
import { expect, it, onTestFinished } from 'vitest'
import { DeviceId, PostId } from '@onetrip/shared/lib/ids'
import { DeviceRegistry, localDatabaseName, type KnownAgent } from '../db/deviceRegistry'
import { LocalDatabase } from '../db/localDatabase'
import { writeMeta } from '../db/meta'
import { isNewerStoreError } from '../db/newerStore'
import { makeDeviceKey } from '../device/makeDeviceKey'
import { createAbsentDeps } from './browser'
import { syncChannelOf } from './sendForAbsent'

/** An agent whose store lies on the tablet, with a device that has a key. */
async function anAgent(): Promise<KnownAgent> {
  const postId = PostId.parse(randomUUID())
  const deviceId = DeviceId.parse(randomUUID())
  const db = new LocalDatabase(localDatabaseName(postId))
  const { signingKey } = await makeDeviceKey()
  await writeMeta(db, 'device', { deviceId, deviceNumber: 1, nextReceiptCounter: 0, signingKey })
  db.close()
  onTestFinished(() => Dexie.delete(db.name))
  // Of an agent, only whose store it is matters here.
  return { postId, deviceId, me: { districtId: '430102' }, failures: 0, notBeforeMs: 0 } as unknown as KnownAgent
}

const takeOver = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 990)
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
    request.onerror = () => reject(new Error('not opened'))
  })

it('[SYNC-R19] opens every store that can be opened, and tells which could not', async () => {
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  const [newer, whole] = [await anAgent(), await anAgent()]
  await takeOver(localDatabaseName(newer.postId))
  await registry.agents.bulkPut([newer, whole])
  const stores = await createAbsentDeps(registry).openStores()
  onTestFinished(() => stores.forEach((one) => 'close' in one && one.close()))
  expect(stores.flatMap((one) => ('postId' in one ? [one.postId] : []))).toEqual([whole.postId])
  expect(stores.flatMap((one) => ('error' in one ? [isNewerStoreError(one.error)] : []))).toEqual([true])
})

it('[SYNC-R19] tells the tabs of the agent for whom it sends that somebody works here, for as long as it does', async () => {
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  const postId = PostId.parse(randomUUID())
  const tab = new BroadcastChannel(syncChannelOf(postId))
  onTestFinished(() => tab.close())
  const heard: unknown[] = []
  tab.addEventListener('message', ({ data }: MessageEvent<unknown>) => void heard.push(data))
  const end = createAbsentDeps(registry).answerTabs(postId)
  tab.postMessage({ say: 'report', report: { kind: 'resting' } })
  tab.postMessage({ say: 'wake' })
  await expect.poll(() => heard).toEqual([{ say: 'here' }])
  end()
  tab.postMessage({ say: 'wake' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).toHaveLength(1)
})
