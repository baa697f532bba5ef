// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { anAgent } from '../../../test/aVault'
import { aGate, CREDENTIALS, offline, PASSPHRASE, signedIn } from '../../../test/aGate'
import { LocalDatabase } from '../../db/localDatabase'
import { exposedTo } from './gateState'

describe('the way back from a sign-in', () => {
  it('leads to the lock that 换人 was pressed on, with no network', async () => {
    const me = anAgent('刘敏')
    const { gate } = await aGate([me])
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', state: { kind: 'server-unreachable' } })
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'unlock', agents: [{ postId: me.postId }], state: { kind: 'idle' } })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })

  it('leads into the open tablet that 重新登录 was pressed on', async () => {
    const me = anAgent('刘敏')
    const { gate } = await aGate([me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.askForSignIn()
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })

  it('leads nowhere on a tablet that nobody has used', async () => {
    const { gate } = await aGate([])
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', before: undefined })
  })

  it('is still there when the tablet got no number', async () => {
    const [mine, other] = [anAgent('刘敏'), anAgent('周彤')]
    const { gate } = await aGate([mine], { signIn: signedIn(other), registerDevice: offline })
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value.kind).toBe('register-failed')
    gate.goBack()
    expect(gate.state.value.kind).toBe('unlock')
  })

  it('taken while the server thinks: its answer comes too late and opens nothing', async () => {
    const me = anAgent('刘敏')
    const server = { answer: (): void => undefined }
    const answered = new Promise<void>((resolve) => {
      server.answer = resolve
    })
    const { gate } = await aGate([me], { signIn: () => answered.then(signedIn(me)) })
    gate.askForSignIn()
    const signingIn = gate.signIn(CREDENTIALS)
    gate.goBack()
    server.answer()
    await signingIn
    expect(gate.state.value.kind).toBe('unlock')
  })
})

describe('the lock', () => {
  it('puts the passphrase before the work, the agent’s own name first, and survives a reload', async () => {
    const [other, me] = [anAgent('周彤'), anAgent('刘敏')]
    const { gate, start } = await aGate([other, me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.lock()
    expect(exposedTo(gate.state.value)).toBeUndefined()
    await vi.waitFor(() => expect(gate.state.value).toMatchObject({ kind: 'unlock' }))
    expect(gate.state.value).toMatchObject({ chosen: me.postId })
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value.kind).toBe('unlock')
  })

  it('closes the way back into the open tablet, too', async () => {
    const me = anAgent('刘敏')
    const { gate } = await aGate([me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.askForSignIn()
    gate.lock()
    await vi.waitFor(() => expect(gate.state.value.kind).toBe('unlock'))
    gate.goBack()
    expect(exposedTo(gate.state.value)).toBeUndefined()
  })

  it('[VAULT-R5] stands before the work after a reload, too, with the same name first: the key went with the page', async () => {
    const [other, me] = [anAgent('周彤'), anAgent('刘敏')]
    const { gate, start } = await aGate([other, me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
  })
})

describe('a store that fails', () => {
  const broken = (): never => {
    throw new Error('the store is gone')
  }
  beforeEach(() => {
    vi.restoreAllMocks()
  })

  it('at the start: says so, and opens once it works again', async () => {
    const me = anAgent('刘敏')
    const { gate, registry, log } = await aGate([me])
    vi.spyOn(registry.agents, 'toArray').mockImplementation(broken)
    await gate.begin()
    expect(gate.state.value).toEqual({ kind: 'store-failed' })
    expect(log).toHaveBeenCalledOnce()
    vi.restoreAllMocks()
    await gate.begin()
    expect(gate.state.value.kind).toBe('unlock')
  })

  it('while unlocking: says so, and the passphrase can be tried again', async () => {
    const me = anAgent('刘敏')
    const { gate, registry } = await aGate([me])
    vi.spyOn(registry.agents, 'get').mockImplementation(broken)
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'unlock', state: { kind: 'failed' } })
    vi.restoreAllMocks()
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value.kind).toBe('open')
  })

  it('while the passphrase is kept: says so, and it can be chosen again', async () => {
    const me = anAgent('刘敏')
    const { gate } = await aGate([], { signIn: signedIn(me) })
    await gate.signIn(CREDENTIALS)
    vi.spyOn(LocalDatabase.prototype, 'transaction').mockImplementation(broken)
    await gate.choosePassphrase(PASSPHRASE)
    expect(gate.state.value).toMatchObject({ kind: 'set-passphrase', state: { kind: 'failed' } })
    vi.restoreAllMocks()
    await gate.choosePassphrase(PASSPHRASE)
    expect(gate.state.value.kind).toBe('open')
  })

  it('after the server said yes: says so, and leaves the form to be sent again', async () => {
    const { gate } = await aGate([], { signIn: async () => broken() })
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', state: { kind: 'store-failed' } })
  })
})
