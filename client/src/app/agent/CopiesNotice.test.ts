// @vitest-environment happy-dom
// Goal: at the door of a tablet that lost its store, what lies in second copies is told of; it is sent from there only where
// no store can. Method: folders in memory, and a server that cannot be reached.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { nameOfOperation } from '../../db/copyName'
import type { CopyFolder } from '../../rescue/copyFolder'
import { RESCUE, type RescueEdges } from '../../stores/rescue'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import CopiesNotice from './CopiesNotice.vue'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

async function standBefore(copies: number, isStoreClosed: boolean) {
  const names = Array.from({ length: copies }, (_, nth) =>
    nameOfOperation({ opId: uuid(nth), caseId: uuid(100 + nth) }),
  )
  const read = vi.fn(async () => new Blob(['a copy']))
  const folder: CopyFolder = {
    list: async () => names,
    read,
    write: async () => undefined,
    remove: async () => undefined,
  }
  const query = vi.fn(() => Promise.reject(new Error('no network')))
  // Nothing but the server's keys is asked for before a network is there.
  const rescue = { client: { sync: { keys: { query } } } } as unknown as RescueEdges
  const words = createWords('Asia/Shanghai')
  await words.setLocale('zh-CN')
  const page = mount(CopiesNotice, {
    props: { isStoreClosed, openFolders: async () => [folder] },
    global: { provide: { [WORDS]: words, [RESCUE]: rescue } },
  })
  onTestFinished(() => page.unmount())
  await flushPromises()
  return { page, read }
}

it('says nothing on a tablet that is new', async () => {
  const { page } = await standBefore(0, false)
  expect(page.text()).toBe('')
})

it('[SYNC-R20] tells who stands before a tablet that lost all it knew, and leaves the copies to its store', async () => {
  const { page, read } = await standBefore(2, false)
  expect(page.text()).toContain('还留着 2 份封好的备份')
  expect(read).not.toHaveBeenCalled()
})

it('[SYNC-R20] sends where the store does not open, and claims nothing that the server has not signed for', async () => {
  const { page, read } = await standBefore(2, true)
  // For their order, and to be sent.
  expect(read).toHaveBeenCalledTimes(4)
  expect(page.text()).toContain('服务器已签收 0 份')
})
