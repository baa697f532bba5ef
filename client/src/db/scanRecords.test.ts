// Goal: a page that the browser can no longer read counts as lost, so that all others go on; a store that does not answer,
// or not this once, is no fault of the page.
import { expect, it, vi } from 'vitest'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet } from '../../test/agentTablet'
import { saveDraft } from './commands'
import { findTravellingScan } from './scanRecords'

const ref = { scanId: ScanId.parse('b'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
const { caseId } = aDraft()
const name = { caseId, scanId: ref.scanId }
const unreadable = new DOMException('Failed to read large IndexedDB value', 'DataError')

async function withPage(which: string) {
  const { store } = await aTablet(`scan-${which}`)
  await saveDraft(store, aDraft(), { added: [{ ref, bytes: new Uint8Array(3) }], removed: [] })
  return store
}

it('[SYNC-R14] a page that lies there and cannot be read is none', async () => {
  const store = await withPage('unreadable')
  vi.spyOn(store.db.scans, 'get').mockRejectedValue(unreadable)
  expect(await findTravellingScan(store, name)).toBeUndefined()
})

it('a page that can be read the next time is not called lost', async () => {
  const store = await withPage('once')
  vi.spyOn(store.db.scans, 'get').mockRejectedValueOnce(unreadable)
  await expect(findTravellingScan(store, name)).rejects.toThrow('Failed to read')
  expect(await findTravellingScan(store, name)).toMatchObject({ sha256: ref.scanId })
})

it('nothing is called lost by a store that does not answer', async () => {
  const store = await withPage('closed')
  store.db.close()
  await expect(findTravellingScan(store, name)).rejects.toThrow()
})
