// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { anAgent } from '../../../test/aVault'
import { aGate, PASSPHRASE } from '../../../test/aGate'

describe('[VAULT-R15] a PIN', () => {
  async function lockedWithPin() {
    const [me, other] = [anAgent('刘敏'), anAgent('周彤')]
    const all = await aGate([me, other])
    await all.gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const inside = all.gate.state.value
    all.gate.choosePin('314159')
    all.gate.lock()
    await vi.waitFor(() => expect(all.gate.state.value.kind).toBe('unlock'))
    return { ...all, me, other, inside }
  }

  it('opens the page that is still there, with the same key, and for its owner alone', async () => {
    const { gate, me, other, inside } = await lockedWithPin()
    expect(gate.state.value).toMatchObject({ pinOf: me.postId })
    gate.choose(other.postId)
    gate.unlockByPin('314159')
    expect(gate.state.value).toMatchObject({ kind: 'unlock' })
    gate.choose(me.postId)
    gate.unlockByPin('314159')
    expect(gate.state.value).toBe(inside)
  })

  it('is nothing after a reload, and nothing once it is not wanted any more', async () => {
    const { gate, start } = await lockedWithPin()
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value).toMatchObject({ kind: 'unlock', pinOf: undefined })
    gate.unlockByPin('314159')
    gate.choosePin(undefined)
    gate.lock()
    await vi.waitFor(() => expect(gate.state.value).toMatchObject({ kind: 'unlock', pinOf: undefined }))
  })

  it('forgets the key of the page with the fifth wrong one', async () => {
    const { gate, forgetKey } = await lockedWithPin()
    for (const triesLeft of [4, 3, 2, 1]) {
      gate.unlockByPin('000000')
      expect(gate.state.value).toMatchObject({ state: { kind: 'wrong-pin', triesLeft } })
    }
    expect(forgetKey).not.toHaveBeenCalled()
    gate.unlockByPin('000000')
    expect(gate.state.value).toMatchObject({ pinOf: undefined, state: { kind: 'pin-forgotten' } })
    expect(forgetKey).toHaveBeenCalledOnce()
  })
})
