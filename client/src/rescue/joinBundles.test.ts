// Goal: what a tablet saves of itself to a file holds all of it, in an order in which it can be applied. Method: real
// sealed bundles of two devices; the joined files are read again as whoever sends them does.
import { expect, it } from 'vitest'
import { aBundleStore, BUNDLE_PARTS, handInFor } from '../../test/bundleStore'
import { aCopyFolder } from '../../test/copyFolder'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { openBundle } from './bundleStorage'
import { inOrderMade } from './copyHead'
import { copyWaiting } from './copyWaiting'
import { joinBundles } from './joinBundles'
import { makeBundle } from './makeBundle'

const { signal } = new AbortController()
const OTHER = DeviceId.parse('01890000-0000-7000-8000-00000000dd02')

async function aFile(n: number, scanBytes: readonly number[], deviceId = BUNDLE_PARTS.deviceId): Promise<Blob> {
  const store = await aBundleStore()
  await handInFor(store, n, scanBytes)
  const made = await makeBundle({ ...BUNDLE_PARTS, deviceId, store, onProgress: () => undefined, signal })
  if (!made.ok) throw new Error(made.error)
  return made.value.file
}

it('[SYNC-R20] joins files of one device, in the order in which their operations were made, with every byte', async () => {
  const [later, earlier] = [await aFile(2, [300, 20]), await aFile(1, [40])]
  const { joined, unreadable } = await joinBundles([later, earlier], { madeAt: BUNDLE_PARTS.madeAt, epoch: 'e' })
  expect(unreadable).toBe(0)
  expect(joined.map(({ operations, scans }) => [operations, scans])).toEqual([[2, 3]])
  const [whole] = await Promise.all(joined.map(({ file }) => openBundle(file, [])))
  if (!whole?.ok) throw new Error('not readable')
  const { layout, storage, read } = whole.value
  expect(layout.head.epoch).toBe('e')
  expect(read().operations.map(({ opId }) => opId.slice(-3))).toEqual(['101', '102'])
  for (const file of [later, earlier]) {
    const before = await openBundle(file, [])
    if (!before.ok) throw new Error('not readable')
    for (const upload of before.value.read().uploads)
      expect(await storage.findScan(upload)).toEqual(await before.value.storage.findScan(upload))
  }
})

it('[SYNC-R20] orders them by the device’s own count where its clock was set back in between', async () => {
  const store = await aBundleStore()
  // Ids bear the time: what was made second has the earlier one.
  await handInFor(store, 9, [])
  await handInFor(store, 1, [])
  const { files, folder } = aCopyFolder()
  await copyWaiting({ ...BUNDLE_PARTS, store, folder }, (error) => expect.unreachable(String(error)))
  const copies = [...files.keys()].toSorted().map((name) => ({ name }))
  expect(copies.map(({ name }) => name.slice(33, 36))).toEqual(['101', '109'])
  const ordered = await inOrderMade(folder, copies)
  expect(ordered.map(({ name }) => name.slice(33, 36))).toEqual(['109', '101'])
  // What builds on one that cannot be read comes after it, as before.
  const unreadable = { name: `${copies[0]?.name ?? ''}.broken` }
  files.set(unreadable.name, new Blob(['x']))
  expect(await inOrderMade(folder, [unreadable, ...copies])).toEqual([unreadable, ...ordered])

  const { joined } = await joinBundles([...files.values()].slice(0, 2), { madeAt: BUNDLE_PARTS.madeAt, epoch: 'e' })
  const [whole] = await Promise.all(joined.map(({ file }) => openBundle(file, [])))
  if (!whole?.ok) throw new Error('not readable')
  expect(whole.value.read().operations.map(({ opId }) => opId.slice(-3))).toEqual(['109', '101'])
})

it('makes a file for each device, and counts what cannot be read', async () => {
  const files = [await aFile(1, []), await aFile(2, [], OTHER), new Blob(['none of ours'])]
  const { joined, unreadable } = await joinBundles(files, { madeAt: BUNDLE_PARTS.madeAt, epoch: undefined })
  expect([joined.length, unreadable]).toEqual([2, 1])
  for (const { file } of joined) expect((await openBundle(file, [])).ok).toBe(true)
})
