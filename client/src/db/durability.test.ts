// Goal: *Saved* means on the disk. Method: what is asked of the browser for each write is looked at; whether it keeps
// its word only power can tell (lane: strace).
import { expect, it, vi } from 'vitest'
import { aDraft, aTablet } from '../../test/agentTablet'
import { saveDraft } from './commands'
import { DeviceRegistry } from './deviceRegistry'
import { takeReceiptCounter } from './meta'

it('[SYNC-R1] every write is asked for with strict durability, of the agent’s store and of the tablet’s', async () => {
  const asked = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const { store } = await aTablet('durability')
  await saveDraft(store, aDraft())
  await takeReceiptCounter(store.db)
  await new DeviceRegistry('durability-device').agents.clear()
  const writes = asked.mock.calls.filter(([, mode]) => mode === 'readwrite')
  expect(writes.length).toBeGreaterThan(3)
  expect(writes.map(([, , options]) => options?.durability)).toEqual(writes.map(() => 'strict'))
  asked.mockRestore()
})
