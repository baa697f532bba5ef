// @vitest-environment happy-dom
// Goal: an administrator sees how every tablet is, makes a code that is shown this once, and revokes with a reason.
// Method: the real page and store at a desk whose server answers as the test says.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { DeviceId, StationId } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { Instant } from '@onetrip/shared/lib/time'
import type { DeviceLine, DeviceListAnswer } from '@onetrip/shared/wire/device'
import type { StaffApi } from '../../api/staff'
import { DESK } from '../../stores/desk'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import { aDesk, openPage } from '../../../test/aDesk'
import DevicesPage from './DevicesPage.vue'
import { findDevices } from './shownDevice'

const AT = Instant.parse('2026-07-03T01:41:00.000Z')
const HERE = StationId.parse('430102009001')
const line = (changes: Partial<DeviceLine> = {}): DeviceLine => ({
  deviceId: DeviceId.parse('01980000-0000-7000-8000-0000000000d1'),
  stationId: HERE,
  stationName: '五一社区',
  deviceNumber: 7,
  agentName: '刘敏',
  registeredAt: AT,
  hasKey: true,
  lastContactAt: AT,
  appVersion: '0.1.0',
  unsentCount: 3,
  unsentBytes: 2 * 1024 * 1024,
  oldestUnsentAt: AT,
  revoked: null,
  ...changes,
})
const listOf = (devices: DeviceLine[], openCodes: DeviceListAnswer['openCodes'] = []): DeviceListAnswer => ({
  devices,
  openCodes,
  stations: [{ stationId: HERE, name: '五一社区' }],
  serverTime: AT,
})
const answer = <Value>(value: Value) => ({ kind: 'answer', answer: value }) as const

async function open(api: Partial<StaffApi>) {
  const ticks: (() => void)[] = []
  const every = (_ms: number, run: () => void) => {
    ticks.push(run)
    return () => undefined
  }
  const desk = aDesk({ api, every })
  const toasts = createToasts()
  const page = mount(DevicesPage, {
    attachTo: document.body,
    global: {
      plugins: [openPage(desk).pinia],
      provide: { [DESK]: desk, [WORDS]: createWords('Asia/Shanghai'), [TOASTS]: toasts },
    },
  })
  onTestFinished(() => page.unmount())
  await flushPromises()
  // A dialog lies beside the page, not in it.
  const press = async (words: string): Promise<void> => {
    const buttons = Array.from(document.querySelectorAll('button'))
    const button = buttons.find((one) => one.textContent.trim() === words || one.getAttribute('aria-label') === words)
    if (!button) throw new Error(`no button says ${words}`)
    button.click()
    await flushPromises()
  }
  const shown = (): string => document.body.textContent
  const tick = async (): Promise<void> => {
    for (const run of ticks) run()
    await flushPromises()
  }
  return { page, toasts, press, shown, tick }
}

it('says of each tablet how it is, and what was never said', async () => {
  const silent = { lastContactAt: null, appVersion: null, unsentCount: null, unsentBytes: null, oldestUnsentAt: null }
  const deviceId = DeviceId.parse('01980000-0000-7000-8000-0000000000d2')
  const { page } = await open({
    listDevices: async () =>
      answer(listOf([line(), line({ ...silent, deviceId, agentName: '张华', deviceNumber: 8 })])),
  })
  const [first, second] = page.findAll('tbody tr').map((row) => row.text())
  for (const words of ['五一社区', '刘敏', '2026年7月3日 09:41', '0.1.0', '3 项，2 MB']) expect(first).toContain(words)
  expect(second).toContain('还没有')
  expect(second).toContain('不详')
  expect(page.text()).toContain('2 台')
})

it('shows since when and why one is revoked, and offers no second time', async () => {
  const revoked = { at: AT, because: '平板遗失' }
  const { page } = await open({ listDevices: async () => answer(listOf([line({ revoked })])) })
  expect(page.get('tbody tr').text()).toContain('已停用')
  expect(page.get('tbody tr').text()).toContain('平板遗失')
  expect(page.find('tbody button').exists()).toBe(false)
})

it('[SYNC-R17] shows a new code in groups, this once', async () => {
  const code = RegistrationCode.parse('7K3MQD4XA92B')
  const mintCode = vi.fn(async () =>
    answer({ status: 'minted', code, stationName: '五一社区', expiresAt: AT } as const),
  )
  const { press, shown } = await open({ listDevices: async () => answer(listOf([])), mintCode })
  expect(shown()).toContain('还没有登记过的平板')
  await press('生成登记码')
  await press('生成')
  expect(shown()).toContain('请选择服务点')
  expect(mintCode).not.toHaveBeenCalled()
  const select = document.querySelector('select')
  if (!select) throw new Error('no list of stations')
  select.value = HERE
  select.dispatchEvent(new Event('change'))
  await press('生成')
  expect(mintCode).toHaveBeenCalledExactlyOnceWith({ stationId: HERE })
  expect(shown()).toContain('7K3M-QD4X-A92B')
  await press('已记下，关闭')
  expect(shown()).not.toContain('7K3M')
  await press('生成登记码')
  expect(shown()).not.toContain('7K3M')
})

it('calls an open code back, and says so', async () => {
  const codeId = '01980000-0000-7000-8000-0000000000c1'
  const codes = [{ codeId, stationName: '五一社区', mintedAt: AT, expiresAt: AT }]
  const callCodeBack = vi.fn(async () => answer({ status: 'called-back' } as const))
  const lists = [listOf([], codes), listOf([])]
  const { page, press, toasts } = await open({
    listDevices: async () => answer(lists.shift() ?? listOf([])),
    callCodeBack,
  })
  await press('收回五一社区 2026年7月3日 09:41 生成的登记码')
  expect(callCodeBack).toHaveBeenCalledExactlyOnceWith({ codeId })
  expect(toasts.shown.value).toMatchObject([{ text: '登记码已收回，不能再用。' }])
  expect(page.text()).not.toContain('还没用的登记码')
})

it('[SYNC-R18] revokes with a reason, and says before what goes with it', async () => {
  const revokeDevice = vi
    .fn<StaffApi['revokeDevice']>(async () => answer({ status: 'revoked', at: AT }))
    .mockResolvedValueOnce({ kind: 'unreachable' })
  const { press, shown, toasts } = await open({ listDevices: async () => answer(listOf([line()])), revokeDevice })
  await press('停用五一社区 7 号平板')
  expect(shown()).toContain('停用五一社区 7 号平板（刘敏）')
  expect(shown()).toContain('3 项，2 MB')
  const submit = async () => {
    const buttons = Array.from(document.querySelectorAll<HTMLButtonElement>('[role=dialog] button'))
    buttons.find((one) => one.textContent.trim() === '停用')?.click()
    await flushPromises()
  }
  await submit()
  expect(shown()).toContain('请写明停用理由')
  expect(revokeDevice).not.toHaveBeenCalled()
  const reason = document.querySelector('textarea')
  if (!reason) throw new Error('no field for the reason')
  reason.value = ' 平板遗失 '
  reason.dispatchEvent(new Event('input'))
  await submit()
  expect(shown()).toContain('服务器没有回应')
  expect(reason.value).toBe(' 平板遗失 ')
  await submit()
  const { deviceId } = line()
  expect(revokeDevice).toHaveBeenLastCalledWith({ deviceId, reason: '平板遗失' })
  expect(toasts.shown.value).toMatchObject([{ text: '已停用五一社区 7 号平板' }])
  expect(document.querySelector('[role=dialog]')).toBeNull()
})

it('tells why there is no list, keeps the old one where a new does not come, and says that it is old', async () => {
  const replies: Awaited<ReturnType<StaffApi['listDevices']>>[] = [{ kind: 'unreachable' }, answer(listOf([line()]))]
  const { page, press, tick } = await open({ listDevices: async () => replies.shift() ?? { kind: 'unreachable' } })
  expect(page.get('[role=alert]').text()).toContain('取不到平板列表')
  await press('再试一次')
  expect(page.text()).toContain('刘敏')
  expect(page.find('.stale').exists()).toBe(false)
  await tick()
  expect(page.text()).toContain('刘敏')
  expect(page.find('.stale').exists()).toBe(true)
})

it.each([
  ['五一', 2],
  ['刘敏', 1],
  ['五一 8', 1],
  ['别处', 0],
])('finds by “%s” %i', (typed, count) => {
  expect(findDevices([line(), line({ agentName: '张华', deviceNumber: 8 })], typed)).toHaveLength(count)
})
