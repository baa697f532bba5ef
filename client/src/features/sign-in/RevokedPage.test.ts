// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { mountPart } from '../../../test/mountPart'
import RevokedPage from './RevokedPage.vue'

it('[SYNC-R18] says how much still has to go, and that the tablet stays online until then', async () => {
  const page = await mountPart(RevokedPage, { props: { kind: 'handing-in', left: 3, unsent: 0 } })
  expect(page.get('[role=status]').text()).toContain('还有 3 项')
  expect(page.find('button').exists()).toBe(false)
})

it('[SYNC-R18] says that nothing is left here, and begins anew when asked', async () => {
  const page = await mountPart(RevokedPage, { props: { kind: 'wiped', left: 0, unsent: 0 } })
  expect(page.text()).toContain('已经从这台平板上清除')
  await page.get('button').trigger('click')
  expect(page.emitted('startAnew')).toHaveLength(1)
})

it('[SYNC-R18] says where the tablet could not be cleared', async () => {
  const page = await mountPart(RevokedPage, { props: { kind: 'wipe-failed', left: 0, unsent: 0 } })
  expect(page.get('[role=alert]').text()).toContain('还没能清除')
})

it('says what went with the tablet because it waited for a person', async () => {
  const page = await mountPart(RevokedPage, { props: { kind: 'wiped', left: 0, unsent: 2 } })
  expect(page.text()).toContain('一直等着处理的 2 项没有送到')
})
