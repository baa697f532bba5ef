// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { createApp, effectScope, nextTick, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ScanRef } from '@onetrip/shared/case/content'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet, someLocks } from '../../../test/agentTablet'
import { saveDraft } from '../../db/commands'
import { HOLD_DRAFT } from '../../stores/draftHold'
import { TABLET } from '../../stores/tablet'
import { createInTurn, type InTurn } from '@onetrip/shared/lib/inTurn'
import { usePagePhotos } from './usePagePhotos'

const { caseId } = aDraft()
const page = (letter: string): ScanRef => ({
  scanId: ScanId.parse(letter.repeat(64)),
  sizeBytes: 1,
  mediaType: 'image/jpeg',
})

/** Decoding that the test lets go on, one picture at a time. */
const decoder = { waiting: [] as (() => void)[], open: new Set<object>() }
beforeEach(() => {
  decoder.waiting = []
  decoder.open.clear()
  vi.stubGlobal('createImageBitmap', async () => {
    await new Promise<void>((resolve) => decoder.waiting.push(resolve))
    const bitmap = { close: () => decoder.open.delete(bitmap) }
    decoder.open.add(bitmap)
    return bitmap
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})
const letGo = async (): Promise<void> => {
  await vi.waitFor(() => expect(decoder.waiting).toHaveLength(1))
  decoder.waiting.shift()?.()
}

async function setUp(name: string) {
  const tablet = await aTablet(`photos-${name}`)
  const pages = shallowRef([page('a'), page('b')])
  const added = ['a', 'b', 'c'].map((letter) => ({ ref: page(letter), bytes: new Uint8Array([1]) }))
  await saveDraft(tablet.store, aDraft(), { added, removed: [] })
  const app = createApp({}).use(createPinia()).provide(TABLET, tablet).provide(HOLD_DRAFT, someLocks())
  const show = (inTurn: InTurn) => {
    const scope = effectScope()
    const photos = app.runWithContext(() =>
      scope.run(() => usePagePhotos(() => ({ caseId, pages: pages.value }), inTurn)),
    )
    return { scope, isReady: () => photos?.value.map(({ thumb }) => thumb !== undefined) }
  }
  return { pages, show }
}

it('makes one picture after the other, also for several papers, and shows each as it is ready', async () => {
  const { show } = await setUp('one-by-one')
  const inTurn = createInTurn(1)
  const first = show(inTurn)
  const second = show(inTurn)
  await letGo()
  await vi.waitFor(() => expect(first.isReady()).toEqual([true, false]))
  for (let left = 3; left > 0; left -= 1) await letGo()
  await vi.waitFor(() =>
    expect([first.isReady(), second.isReady()]).toEqual([
      [true, true],
      [true, true],
    ]),
  )
})

it('lets go of every picture: of a page that was removed, of a step that was left, and of one that came too late', async () => {
  const { pages, show } = await setUp('let-go')
  const { scope, isReady } = show(createInTurn(1))
  await letGo()
  await letGo()
  await vi.waitFor(() => expect(isReady()).toEqual([true, true]))
  pages.value = [page('b'), page('c')]
  await nextTick()
  expect(decoder.open.size).toBe(1)
  await vi.waitFor(() => expect(decoder.waiting).toHaveLength(1))
  scope.stop()
  expect(decoder.open.size).toBe(0)
  await letGo()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(decoder.open.size).toBe(0)
})

it('goes on with the others when one cannot be made', async () => {
  const inTurn = createInTurn(1)
  const failing = inTurn(() => Promise.reject(new Error('damaged')))
  await expect(failing).rejects.toThrow('damaged')
  expect(await inTurn(async () => 'next')).toBe('next')
})
