// @vitest-environment happy-dom
import { expect, it, onTestFinished, vi } from 'vitest'
import { watch } from 'vue'
import { aDeviceId, anAgent, anOldCheck } from '../../../test/aVault'
import { aGate, PASSPHRASE } from '../../../test/aGate'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { NewerStoreError } from '../../db/newerStore'

it('[VAULT-R6] lets an agent of before in by the passphrase that they have, and tells how far the sealing is', async () => {
  const me = anAgent('刘敏')
  const { gate, registry } = await aGate([])
  const passphrase = await anOldCheck('芙蓉国里')
  const deviceId = aDeviceId()
  await registry.agents.put({ postId: me.postId, me, deviceId, passphrase, failures: 0, notBeforeMs: 0 })
  const db = new LocalDatabase(localDatabaseName(me.postId))
  await db.feedPages.put({
    feedId: 'a',
    bucket: 1,
    body: { alg: 'clear', keyId: '', bytes: new TextEncoder().encode('{}').buffer },
  })
  await gate.begin()
  const seen: unknown[] = []
  watch(gate.state, (now) => seen.push(now), { flush: 'sync' })
  await gate.unlock({ postId: me.postId, passphrase: '芙蓉国里' })
  expect(gate.state.value).toMatchObject({ kind: 'open', me })
  expect(seen).toContainEqual(expect.objectContaining({ state: { kind: 'pending', sealing: { done: 0, total: 1 } } }))
  await db.delete()
})

it('says that the tablet has lost what the passphrase opens', async () => {
  const me = anAgent('刘敏')
  const { gate } = await aGate([me])
  const db = new LocalDatabase(localDatabaseName(me.postId))
  await db.meta.delete('vault')
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value).toMatchObject({ kind: 'unlock', state: { kind: 'no-vault' } })
  await db.delete()
})

it('[VAULT-R8] changes the passphrase of who is inside, and of nobody at the lock', async () => {
  const me = anAgent('刘敏')
  const { gate } = await aGate([me])
  const typed = { passphrase: PASSPHRASE, fresh: '岳麓山下爱晚亭前的枫叶' }
  expect(await gate.changePassphrase(typed)).toEqual({ kind: 'failed' })
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(await gate.changePassphrase({ ...typed, passphrase: 'x' })).toEqual({ kind: 'wrong', waitSeconds: 0 })
  expect(await gate.changePassphrase(typed)).toEqual({ kind: 'changed' })
  gate.lock()
  await vi.waitFor(() => expect(gate.state.value.kind).toBe('unlock'))
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value).toMatchObject({ state: { kind: 'wrong' } })
  await gate.unlock({ postId: me.postId, passphrase: typed.fresh })
  expect(gate.state.value.kind).toBe('open')
})

it('[SYNC-R26] says that a newer app has the store, and not that room is wanting, when the passphrase cannot be changed', async () => {
  const me = anAgent('刘敏')
  const { gate } = await aGate([me])
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  const taken = vi.spyOn(LocalDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new NewerStoreError('newer')
  })
  onTestFinished(() => taken.mockRestore())
  const typed = { passphrase: PASSPHRASE, fresh: '岳麓山下爱晚亭前的枫叶' }
  expect(await gate.changePassphrase(typed)).toEqual({ kind: 'newer-store' })
})
