// @vitest-environment happy-dom
// Goal: an administrator sees who waits to be let in, writes down how they made sure, and is told what became of it.
// Method: the real part and store at a desk whose server answers as the test says.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
import { RecoveryId, type DecideRecoveryAnswer, type RecoveryLine } from '@onetrip/shared/wire/recovery'
import type { StaffApi } from '../../api/staff'
import { DESK } from '../../stores/desk'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import { aDesk, openPage } from '../../../test/aDesk'
import RecoveryRequests from './RecoveryRequests.vue'

const LINE: RecoveryLine = {
  recoveryId: RecoveryId.parse('01980000-0000-7000-8000-0000000000d1'),
  agentName: '刘敏',
  stationName: '五一社区',
  deviceNumber: 7,
  askedAt: Instant.parse('2026-07-03T01:41:00.000Z'),
  expiresAt: Instant.parse('2026-07-04T01:41:00.000Z'),
  vouch: null,
}
const vouchedFor = (isOwn: boolean): RecoveryLine => ({
  ...LINE,
  vouch: { name: '何建', at: Instant.parse('2026-07-03T01:52:00.000Z'), how: '电话核实了工号', isOwn },
})
const answer = <Value>(value: Value) => ({ kind: 'answer', answer: value }) as const

async function open(api: Partial<StaffApi>) {
  const desk = aDesk({ api })
  const toasts = createToasts()
  const page = mount(RecoveryRequests, {
    attachTo: document.body,
    global: {
      plugins: [openPage(desk).pinia],
      provide: { [DESK]: desk, [WORDS]: createWords('Asia/Shanghai'), [TOASTS]: toasts },
    },
  })
  onTestFinished(() => page.unmount())
  await flushPromises()
  // The dialog stands at the end of the document, outside of the part.
  const press = async (words: string): Promise<void> => {
    const buttons = [...document.querySelectorAll('button')].filter((one) => one.textContent.trim() === words)
    buttons.at(-1)?.click()
    await flushPromises()
  }
  const write = (words: string): void => {
    const area = document.querySelector('textarea')
    if (!area) throw new Error('nothing to write in')
    area.value = words
    area.dispatchEvent(new Event('input'))
  }
  return { page, toasts, press, write }
}

it('takes no room while nobody waits', async () => {
  const { page } = await open({ listRecoveries: async () => answer({ lines: [] }) })
  expect(page.text()).toBe('')
})

it('shows who waits, and vouches for them only with a word on how it was made sure', async () => {
  const decideRecovery = vi.fn(async () => answer<DecideRecoveryAnswer>({ status: 'done' }))
  const { page, press, write, toasts } = await open({
    listRecoveries: async () => answer({ lines: [LINE] }),
    decideRecovery,
  })
  expect(page.text()).toMatch(/刘敏.*五一社区 · 7 号平板.*有效到/)
  expect(page.text()).not.toContain('复核放行')
  await press('初核')
  await press('初核')
  expect(document.body.textContent).toContain('请写明怎样核实的')
  expect(decideRecovery).not.toHaveBeenCalled()
  write(' 当面核对了工作证 ')
  await press('初核')
  const { recoveryId } = LINE
  expect(decideRecovery).toHaveBeenCalledExactlyOnceWith({ recoveryId, decision: 'vouch', reason: '当面核对了工作证' })
  expect(toasts.shown.value.map(({ text }) => text)).toEqual(['已初核，等另一位管理员复核'])
})

it('[VAULT-R17] shows the second what the first wrote, in the list and before they let in', async () => {
  const decideRecovery = vi.fn(async () => answer<DecideRecoveryAnswer>({ status: 'done' }))
  const lists = [[vouchedFor(false)], []]
  const { page, press, write } = await open({
    listRecoveries: async () => answer({ lines: lists.shift() ?? [] }),
    decideRecovery,
  })
  expect(page.text()).toMatch(/何建已初核（.*）：电话核实了工号/)
  await press('复核放行')
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('电话核实了工号')
  write('当面核对了工作证')
  await press('复核放行')
  const { recoveryId } = LINE
  expect(decideRecovery).toHaveBeenCalledExactlyOnceWith({ recoveryId, decision: 'allow', reason: '当面核对了工作证' })
  expect(page.text()).toBe('')
})

it('[VAULT-R17] whoever vouched is told that another has to let in, and can still refuse', async () => {
  const { page } = await open({ listRecoveries: async () => answer({ lines: [vouchedFor(true)] }) })
  expect(page.text()).toContain('等另一位管理员复核')
  expect(page.findAll('button').map((button) => button.text())).toEqual(['不放行'])
})

it.each([
  ['not-waiting', '已经不在等待了'],
  ['own-request', '不能处理自己的申请'],
  ['not-vouched', '还没有人初核'],
  ['vouched-already', '另一位管理员刚刚初核过了'],
  ['same-person', '复核要由另一位管理员来做'],
  ['cannot-open', '找回密钥打不开'],
] as const)('says why nothing was decided: %s', async (refusal, said) => {
  const { press, write } = await open({
    listRecoveries: async () => answer({ lines: [LINE] }),
    decideRecovery: async () => answer({ status: 'refused', refusal }),
  })
  await press('不放行')
  write('没有来人')
  await press('不放行')
  expect(document.querySelector('[role=dialog] [role=alert]')?.textContent).toContain(said)
})

it('says that the requests could not be read, and tries again', async () => {
  const listRecoveries = vi.fn(async () => ({ kind: 'unreachable' }) as const)
  const { page } = await open({ listRecoveries })
  expect(page.get('[role=alert]').text()).toContain('没能读取')
  await page.get('[role=alert] button').trigger('click')
  expect(listRecoveries).toHaveBeenCalledTimes(2)
})
