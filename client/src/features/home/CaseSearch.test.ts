// @vitest-environment happy-dom
// Goal: an agent finds a case with whatever hands they have free, is told how many there are and why nothing is found,
// and leaves nothing of it behind. Method: the real page and stores on a database of its own.
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { eventually } from '../../../test/eventually'
import { aDraft, aTablet } from '../../../test/agentTablet'
import { aStationCase, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import { saveDraft } from '../../db/commands'
import HomePage from './HomePage.vue'

async function openHome(name: string, count = 3) {
  const tablet = await aTablet(`search-${name}`)
  await plantCatalogue(tablet)
  await plantCases(
    tablet,
    Array.from({ length: count }, (_, n) => aStationCase(n + 1, { applicantName: n === 0 ? '欧阳青黛' : '张三' })),
  )
  await saveDraft(tablet.store, aDraft())
  const { page, router } = await openTabletPage(tablet, { page: HomePage, path: '/', at: '/' })
  await eventually(() => expect(page.find('input[type="search"]').exists()).toBe(true))
  return { page, router }
}
const box = (page: VueWrapper) => page.get<HTMLInputElement>('form[aria-label="找办件"] input')
const lines = (page: VueWrapper) => page.findAll('ul[aria-label="找到的办件"] button')
const press = async (key: string): Promise<void> => {
  const at = document.activeElement ?? document.body
  await new DOMWrapper(at).trigger('keydown', { key })
}

it('lists what is found, says why, marks it, and puts everything else aside', async () => {
  const { page } = await openHome('finds')
  await box(page).setValue('002x')
  await eventually(() => expect(lines(page)).toHaveLength(1))
  expect(lines(page)[0]?.text()).toMatch(/𠮷㛃.*食品经营许可.*证件号 110105\*{8}002X.*接着办/)
  expect(lines(page)[0]?.get('mark').text()).toBe('002X')
  await eventually(() => expect(page.get('form[aria-label="找办件"] [role="status"]').text()).toBe('找到 1 件'))
  expect(page.get('.page').isVisible()).toBe(false)
  await box(page).setValue('')
  expect(page.get('.page').isVisible()).toBe(true)
})

it('goes by keys alone: slash, arrows, Enter, Escape', async () => {
  const { page, router } = await openHome('keys')
  ;(document.activeElement as HTMLElement | null)?.blur()
  await press('/')
  expect(document.activeElement).toBe(box(page).element)
  await box(page).setValue('zs')
  await eventually(() => expect(lines(page)).toHaveLength(2))
  await press('ArrowDown')
  expect(document.activeElement).toBe(lines(page)[0]?.element)
  await press('ArrowDown')
  await press('ArrowDown')
  expect(document.activeElement).toBe(lines(page)[1]?.element)
  await press('ArrowUp')
  await press('ArrowUp')
  expect(document.activeElement).toBe(box(page).element)
  await press('Escape')
  expect(box(page).element.value).toBe('')
  await box(page).setValue('oyqd')
  await eventually(() => expect(lines(page)).toHaveLength(1))
  await press('Enter')
  await eventually(() => expect(router.currentRoute.value.fullPath).toBe(`/cases/${aStationCase(1).caseId}`))
})

it('an application that is still being written opens where it was left', async () => {
  const { page, router } = await openHome('draft')
  await box(page).setValue('139')
  await eventually(() => expect(lines(page)).toHaveLength(1))
  await lines(page)[0]?.trigger('click')
  await eventually(() => expect(router.currentRoute.value.fullPath).toBe(`/intake/${aDraft().caseId}`))
})

it('says that nothing is found only when all was looked at, and what to try', async () => {
  const { page } = await openHome('none')
  await box(page).setValue('李四')
  await eventually(() => expect(page.text()).toContain('没有找到“李四”'))
  expect(page.text()).toContain('请用姓名、拼音首字母或者收件编号')
  await box(page).setValue('13')
  await eventually(() => expect(page.text()).toContain('数字要多打几位'))
})

it('shows the first fifty and says of how many', async () => {
  const { page } = await openHome('many', 80)
  await box(page).setValue('张')
  await eventually(() => expect(page.text()).toContain('找到 79 件，先列出 50 件'))
  expect(lines(page)).toHaveLength(50)
})
