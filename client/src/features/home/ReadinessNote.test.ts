// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { eventually } from '../../../test/eventually'
import { aTablet } from '../../../test/agentTablet'
import { openTabletPage } from '../../../test/tabletPage'
import { KEEP_STORAGE } from '../../stores/keptStorage'
import ReadinessNote from './ReadinessNote.vue'

it('counts what is missing, but not what is still being asked, and leads to the check', async () => {
  const never = new Promise<boolean>(() => undefined)
  const { page, router } = await openTabletPage(
    await aTablet('readiness-note'),
    { page: ReadinessNote, path: '/', at: '/' },
    { [KEEP_STORAGE]: { ask: () => never, onInstalled: () => undefined } },
  )
  expect(page.text()).not.toMatch(/还差|都好了/)
  await eventually(() => expect(page.text()).toContain('还差 5 项'))
  await page.get('button').trigger('click')
  await eventually(() => expect(router.currentRoute.value.path).toBe('/readiness'))
})
