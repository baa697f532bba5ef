// @vitest-environment happy-dom
// Goal: a handed-in step that the tablet lost and the server did not take is told, with why, and so is nothing else.
// Method: the queue page of a tablet that has nothing left to send, as the copies' keeper tells it more.
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { aTablet } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import { openTabletPage } from '../../../test/tabletPage'
import { NOT_TAKEN_STEPS, type NotTakenSteps } from '../../stores/notTakenSteps'
import QueuePage from './QueuePage.vue'

const ALL_ARRIVED = '全部送达，本机没有未上传的内容。'
const REFUSED = { status: 'refused', refusal: { kind: 'case-not-found' } } as const

it('[SYNC-R20] says how many handed-in steps are lost, and why the server did not take them', async () => {
  const steps = shallowRef<NotTakenSteps['value']>([])
  const at = { page: QueuePage, path: '/queue', at: '/queue' }
  const { page } = await openTabletPage(await aTablet('lost-steps'), at, { [NOT_TAKEN_STEPS]: steps })
  await eventually(() => expect(page.text()).toContain(ALL_ARRIVED))
  expect(page.find('[role="alert"]').exists()).toBe(false)
  steps.value = [
    REFUSED,
    REFUSED,
    { status: 'conflict', serverRevision: 2 },
    { status: 'scan-refused' },
    { status: 'unreadable' },
  ]
  await nextTick()
  expect(page.text()).not.toContain(ALL_ARRIVED)
  expect(page.get('[role="alert"]').text()).toContain('平板丢失了 5 步已提交的内容')
  expect(page.findAll('li').map((line) => line.text())).toEqual([
    '2 步：服务器上没有这个办件，或者它不属于本服务点。',
    '1 步：办件在服务器上已经变了，别人先办了一步。',
    '1 步：文字收下了，有扫描件没有收下。',
    '1 步：封好的一份已经损坏，读不出来。',
  ])
})

it('says nothing of lost steps where there is no place for second copies', async () => {
  const at = { page: QueuePage, path: '/queue', at: '/queue' }
  const { page } = await openTabletPage(await aTablet('no-copies'), at)
  expect(page.text()).not.toContain('平板丢失了')
})
