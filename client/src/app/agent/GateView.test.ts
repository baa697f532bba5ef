// @vitest-environment happy-dom
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { aReviewer } from '../../../test/aTask'
import { LOCKED } from '../../../test/lockedGate'
import { mountPart } from '../../../test/mountPart'
import type { RecoveryState } from '../../features/recovery/recoveryState'
import type { Gate } from './gate'
import type { GateState } from './gateState'
import GateView from './GateView.vue'

const DEVICE = DeviceId.parse('01980000-0000-7000-8000-0000000000de')

async function standBefore(first: GateState) {
  const state = shallowRef(first)
  const gate = {
    state,
    begin: vi.fn(async () => undefined),
    signIn: vi.fn(async () => undefined),
    enterCode: vi.fn(async () => undefined),
    choosePassphrase: vi.fn(async () => undefined),
    choose: vi.fn(),
    unlockByPin: vi.fn(),
    choosePin: vi.fn(),
    unlockByAuthenticator: vi.fn(async () => undefined),
    authenticator: {
      read: vi.fn(async () => 'off' as const),
      turnOn: vi.fn(async () => ({ kind: 'on' }) as const),
      turnOff: vi.fn(async () => 'off' as const),
    },
    changePassphrase: vi.fn(async () => ({ kind: 'changed' }) as const),
    recover: vi.fn(async () => undefined),
    recovery: {
      ask: vi.fn(async () => undefined),
      look: vi.fn(async () => undefined),
      takeBack: vi.fn(async () => undefined),
      choosePassphrase: vi.fn(async () => undefined),
    },
    unlock: vi.fn(async () => undefined),
    askForSignIn: vi.fn(),
    goBack: vi.fn(),
    lock: vi.fn(),
  } satisfies Gate
  const page = await mountPart(GateView, { props: { gate } })
  const press = async (words: string): Promise<void> => {
    const button = page.findAll('button').find((one) => one.text() === words)
    if (!button) throw new Error(`no button says ${words}`)
    await button.trigger('click')
  }
  return { page, state, gate, press }
}

it.each([
  { kind: 'sign-in', state: { kind: 'offline' }, before: LOCKED },
  { kind: 'register-failed', before: LOCKED },
  { kind: 'register-code', me: aReviewer, state: { kind: 'wrong-code' }, before: LOCKED },
  { kind: 'set-passphrase', me: aReviewer, deviceId: DEVICE, state: { kind: 'idle' }, before: LOCKED },
] satisfies GateState[])('$kind: offers the way back to what was there', async (state) => {
  const { gate, press } = await standBefore(state)
  await press('返回')
  expect(gate.goBack).toHaveBeenCalledOnce()
})

it('offers none on a tablet that nobody has used', async () => {
  const { page } = await standBefore({ kind: 'sign-in', state: { kind: 'idle' }, before: undefined })
  expect(page.text()).not.toContain('返回')
})

it('says that the store cannot be opened, and tries again', async () => {
  const { page, gate, press } = await standBefore({ kind: 'store-failed' })
  expect(page.get('[role=alert]').text()).toContain('平板的存储打不开')
  await press('再试一次')
  expect(gate.begin).toHaveBeenCalledOnce()
})

it('[SYNC-R26] says that a newer app has the store, and offers a fresh page', async () => {
  const { page, press } = await standBefore({ kind: 'newer-store' })
  expect(page.text()).toContain('这一页的应用太旧')
  await press('刷新')
  expect(page.emitted('startAnew')).toHaveLength(1)
})

it.each([
  [{ ...LOCKED, state: { kind: 'failed' } }, '没能核对口令'],
  [{ ...LOCKED, state: { kind: 'no-vault' } }, '找不到您的口令锁'],
  [
    { kind: 'set-passphrase', me: aReviewer, deviceId: DEVICE, state: { kind: 'failed' }, before: undefined },
    '口令没能存到平板上',
  ],
  [{ kind: 'sign-in', state: { kind: 'store-failed' }, before: undefined }, '平板存储出错，没能完成登录'],
] satisfies [GateState, string][])('tells of a store that failed on the way in: %j', async (state, said) => {
  const { page } = await standBefore(state)
  expect(page.get('[role=alert]').text()).toContain(said)
  expect(page.get('button[type=submit]').attributes('aria-busy')).toBeUndefined()
})

it('puts the focus on the title of the next sheet', async () => {
  const { page, state } = await standBefore(LOCKED)
  state.value = { kind: 'sign-in', state: { kind: 'idle' }, before: LOCKED }
  await nextTick()
  await nextTick()
  expect(document.activeElement).toBe(page.get('h1').element)
})

const AGENTS = [
  { postId: aReviewer.postId, me: aReviewer, deviceId: DEVICE, failures: 0, notBeforeMs: 0 },
  { postId: 'other', me: { ...aReviewer, name: '周彤' }, deviceId: DEVICE, failures: 0, notBeforeMs: 0 },
]

it('asks for the passphrase of the one who is chosen, and clears what was typed for another', async () => {
  const { page, state, gate, press } = await standBefore({ ...LOCKED, agents: AGENTS, chosen: 'other' })
  await page.get('input[type=password]').setValue('typed')
  await page.get('select').setValue(aReviewer.postId)
  expect(gate.choose).toHaveBeenCalledWith(aReviewer.postId)
  expect(page.get<HTMLInputElement>('input[type=password]').element.value).toBe('')
  state.value = { ...LOCKED, agents: AGENTS, chosen: aReviewer.postId }
  await nextTick()
  await press('忘记口令（需要网络）')
  expect(gate.recover).toHaveBeenCalledWith(aReviewer.postId)
})

it('keeps what was typed when it was wrong or could not be checked', async () => {
  const { page, state } = await standBefore({ ...LOCKED, agents: AGENTS, chosen: 'other' })
  await page.get('input[type=password]').setValue('芙蓉国里')
  for (const next of [{ kind: 'pending' }, { kind: 'wrong', waitSeconds: 4 }, { kind: 'failed' }] as const) {
    state.value = { ...LOCKED, agents: AGENTS, chosen: 'other', state: next }
    await nextTick()
    expect(page.get<HTMLInputElement>('input[type=password]').element.value).toBe('芙蓉国里')
  }
})

it('says why it takes a while, and how far the sealing of what was open before is', async () => {
  const { page, state } = await standBefore({ ...LOCKED, agents: AGENTS, chosen: 'other', state: { kind: 'pending' } })
  expect(page.get('[role=status]').text()).toContain('要一两秒')
  const sealing = { done: 12, total: 80 }
  state.value = { ...LOCKED, agents: AGENTS, chosen: 'other', state: { kind: 'pending', sealing } }
  await nextTick()
  expect(page.get('[role=status]').text()).toContain('12/80')
})

it('[VAULT-R15] asks for the PIN where there is one, says how many tries are left, and takes the passphrase instead', async () => {
  const locked = { ...LOCKED, agents: AGENTS, chosen: 'other', pinOf: 'other' }
  const { page, state, gate, press } = await standBefore(locked)
  const field = () => page.get<HTMLInputElement>('input[type=password]')
  await field().setValue('31415')
  await page.get('form').trigger('submit')
  expect(page.text()).toContain('解锁码是 6 位数字')
  expect(gate.unlockByPin).not.toHaveBeenCalled()
  await field().setValue('314158')
  await page.get('form').trigger('submit')
  expect(gate.unlockByPin).toHaveBeenCalledExactlyOnceWith('314158')
  state.value = { ...locked, state: { kind: 'wrong-pin', triesLeft: 4 } }
  await nextTick()
  expect(page.text()).toContain('还可以试 4 次')
  expect(field().element.value).toBe('')
  await press('改用本机口令')
  await field().setValue('芙蓉国里')
  await page.get('form').trigger('submit')
  expect(gate.unlock).toHaveBeenCalledWith({ postId: 'other', passphrase: '芙蓉国里' })
  state.value = { ...locked, pinOf: undefined, state: { kind: 'pin-forgotten' } }
  await nextTick()
  expect(page.get('[role=alert]').text()).toContain('错了 5 次')
})

const WITH_FINGER = { ...LOCKED, agents: AGENTS, chosen: 'other', byAuthenticator: ['other'] }

it('[VAULT-R18] offers fingerprint or screen lock beside the passphrase and the PIN, where they are on', async () => {
  const { page, state, gate, press } = await standBefore({ ...WITH_FINGER, chosen: aReviewer.postId })
  expect(page.text()).not.toContain('用指纹或屏幕锁打开')
  state.value = WITH_FINGER
  await nextTick()
  await press('用指纹或屏幕锁打开')
  state.value = { ...WITH_FINGER, pinOf: 'other' }
  await nextTick()
  await press('用指纹或屏幕锁打开')
  expect(gate.unlockByAuthenticator).toHaveBeenCalledTimes(2)
})

it('[VAULT-R18] while the tablet asks for the finger, the passphrase can be typed all the same', async () => {
  const { page, gate, press } = await standBefore({ ...WITH_FINGER, state: { kind: 'at-authenticator' } })
  await press('请按平板的提示操作…')
  expect(gate.unlockByAuthenticator).not.toHaveBeenCalled()
  await page.get('input[type=password]').setValue('芙蓉国里')
  await page.get('form').trigger('submit')
  expect(gate.unlock).toHaveBeenCalledWith({ postId: 'other', passphrase: '芙蓉国里' })
})

it.each([
  ['declined', '没有打开本机'],
  ['unsupported', '这个浏览器现在用不了'],
  ['foreign', '钥匙对不上'],
  ['off', '已停用'],
  ['failed', '没能用指纹或屏幕锁打开'],
] as const)('[VAULT-R18] says why it did not open, %s, and where the passphrase is', async (why, said) => {
  const { page } = await standBefore({ ...WITH_FINGER, state: { kind: 'authenticator-failed', why } })
  expect(page.get('[role=alert]').text()).toContain(said)
  expect(page.get('[role=alert]').text()).toContain('输入本机口令')
  expect(page.get('button[type=submit]').text()).toBe('打开')
})

describe('the way back over the office', () => {
  const at = (state: RecoveryState): GateState => ({
    kind: 'recovery',
    me: aReviewer,
    deviceId: DEVICE,
    before: LOCKED,
    state,
  })
  const waiting = { kind: 'waiting', expiresAt: Instant.parse('2026-07-04T01:41:00.000Z'), isUnheard: false } as const

  it('is said of at the lock while it waits', async () => {
    const { gate, press } = await standBefore({ ...LOCKED, agents: AGENTS, chosen: 'other', recovering: ['other'] })
    await press('查看找回口令的申请')
    expect(gate.recover).toHaveBeenCalledWith('other')
  })

  it('is asked for with a press, looked after by itself, and can be taken back', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { page, state, gate, press } = await standBefore(at({ kind: 'idle' }))
    await press('向管理员申请')
    expect(gate.recovery.ask).toHaveBeenCalledOnce()
    state.value = at(waiting)
    await nextTick()
    expect(page.get('[role=status]').text()).toContain('等管理员放行')
    vi.advanceTimersByTime(30_000)
    expect(gate.recovery.look).toHaveBeenCalledTimes(3)
    await press('撤回申请')
    expect(gate.recovery.takeBack).toHaveBeenCalledOnce()
    page.unmount()
    vi.advanceTimersByTime(30_000)
    expect(gate.recovery.look).toHaveBeenCalledTimes(3)
  })

  it('ends with a new passphrase, long enough and not one letter again and again', async () => {
    const { page, gate } = await standBefore(at({ kind: 'allowed', step: 'idle' }))
    const [first, second] = page.findAll('input[type=password]')
    for (const [passphrase, said] of [
      ['短口令', '至少要 12 个字符'],
      ['啊啊啊啊啊啊啊啊啊啊啊啊', '至少用 5 个不同的字符'],
    ] as const) {
      await first?.setValue(passphrase)
      await second?.setValue(passphrase)
      await page.get('form').trigger('submit')
      expect(page.text()).toContain(said)
    }
    await first?.setValue('岳麓山下爱晚亭前的枫叶红')
    await second?.setValue('岳麓山下爱晚亭前的枫叶红')
    await page.get('form').trigger('submit')
    expect(gate.recovery.choosePassphrase).toHaveBeenCalledExactlyOnceWith('岳麓山下爱晚亭前的枫叶红')
  })

  it('[VAULT-R16] is not offered where it would be one request too many', async () => {
    const tooOften = { kind: 'too-often', againAt: Instant.parse('2026-07-03T03:11:00.000Z') } as const
    const { page } = await standBefore(at(tooOften))
    expect(page.findAll('button').map((button) => button.text())).toEqual(['返回'])
  })

  it.each([
    [{ kind: 'refused', reason: '没有来人' }, '没有来人'],
    [{ kind: 'ended' }, '24 小时'],
    [{ kind: 'too-often', againAt: Instant.parse('2026-07-03T03:11:00.000Z') }, '11:11 以后可以再申请'],
    [{ kind: 'impossible' }, '没法由管理员找回'],
    [{ kind: 'unreadable' }, '打不开这台平板'],
    [{ kind: 'unreachable' }, '没能联系上服务器'],
    [{ kind: 'signed-out' }, '登录已过期'],
    [{ kind: 'failed' }, '平板的存储打不开'],
  ] satisfies [RecoveryState, string][])('says what stands in the way: %j', async (state, said) => {
    const { page, gate, press } = await standBefore(at(state))
    expect(page.get('[role=alert]').text()).toContain(said)
    await press('返回')
    expect(gate.goBack).toHaveBeenCalledOnce()
  })
})
