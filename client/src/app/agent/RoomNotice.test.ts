// @vitest-environment happy-dom
import { h } from 'vue'
import { expect, it, vi } from 'vitest'
import { eventually } from '../../../test/eventually'
import { aTablet, NOW } from '../../../test/agentTablet'
import { openTabletPage } from '../../../test/tabletPage'
import { readMeta } from '../../db/meta'
import { useIntakeStore } from '../../stores/intake'
import type { SaveState } from '../../stores/saveQueue'
import { useSpaceStore } from '../../stores/space'
import RoomNotice from './RoomNotice.vue'

/** The notice on a tablet; `save` says how the saving of an application went. */
async function open(name: string) {
  const tablet = await aTablet(`room-${name}`)
  const saving: { save: (state: SaveState) => void } = { save: () => undefined }
  const page = {
    setup: () => {
      const intake = useIntakeStore()
      useSpaceStore()
      saving.save = (state) => {
        intake.saving = state
      }
      return () => h(RoomNotice)
    },
  }
  const opened = await openTabletPage(tablet, { page, path: '/', at: '/' })
  return { tablet, ...opened, ...saving }
}

it('says where room can come from as soon as something could not be saved for want of it, and leads there', async () => {
  const { tablet, page, router, save } = await open('full')
  expect(page.text()).toBe('')
  save({ kind: 'failed', why: 'quota' })
  await eventually(() => expect(page.text()).toContain('平板满了'))
  await eventually(() => expect(page.text()).toContain('这里没有可以腾的空间'))
  await page.get('button').trigger('click')
  await eventually(() => expect(router.currentRoute.value.path).toBe('/queue'))
  await vi.waitFor(async () => expect(await readMeta(tablet.store.db, 'space')).toEqual({ fullAtMs: Date.parse(NOW) }))
})

it('is silent about any other failure, and gone once all is saved', async () => {
  const { page, save } = await open('other')
  save({ kind: 'failed', why: 'other' })
  await eventually(() => expect(page.text()).toBe(''))
  save({ kind: 'failed', why: 'quota' })
  await eventually(() => expect(page.text()).toContain('平板满了'))
  save({ kind: 'saved', at: NOW })
  await eventually(() => expect(page.text()).toBe(''))
})
