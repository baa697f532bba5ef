import { expect, it } from 'vitest'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { testDeviceId } from '../../test/syncStorageContract'
import { recordStep } from './commands'
import { LocalDatabase } from './localDatabase'
import { writeMeta } from './meta'
import { createOutboxQueue } from './outboxQueue'
import { clearCodec } from './recordCodec'
import { clearSealer } from './sealer'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const opIdOf = (n: number): OpId => OpId.parse(uuid(100 + n))

/** A queue on a database of its own, with a count of the operations that were read whole. */
async function openQueue(name: string) {
  const store = { db: new LocalDatabase(`outbox-queue-${name}`), codec: clearCodec, sealer: clearSealer }
  const device = { deviceId: testDeviceId, deviceNumber: 1, nextDeviceSeq: 1, nextReceiptCounter: 0 }
  await writeMeta(store.db, 'device', device)
  const reads = { count: 0 }
  store.db.outbox.hook('reading', (record) => ((reads.count += 1), record))
  const takeIn = (n: number, settles: readonly OpId[] = []) =>
    recordStep(store, {
      caseId: CaseId.parse(uuid(n)),
      newScans: [],
      operations: [{ opId: opIdOf(n), body: new TextEncoder().encode(`case ${n}`) }],
      uploads: [],
      settles,
      atMs: 1,
    })
  return { queue: createOutboxQueue(store), reads, takeIn }
}

it('reads each operation once, however often the engine looks', async () => {
  const { queue, reads, takeIn } = await openQueue('once')
  for (const n of [1, 2, 3]) await takeIn(n)
  for (let step = 0; step < 5; step += 1) expect(await queue.read()).toHaveLength(3)
  expect(reads.count).toBe(3)
  await takeIn(4)
  expect((await queue.read()).map(({ opId, sizeBytes }) => [opId, sizeBytes > 0])).toEqual(
    [1, 2, 3, 4].map((n) => [opIdOf(n), true]),
  )
  expect(reads.count).toBe(4)
})

it('sees at once what became of an operation, by the engine’s hand or a person’s', async () => {
  const { queue, takeIn } = await openQueue('states')
  for (const n of [1, 2]) await takeIn(n)
  const [first, second] = await queue.read()
  const later = { kind: 'waiting', attempts: 1, notBeforeMs: 9, isUnsupported: true } as const
  const parked = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } } as const
  await queue.setStates([
    { seq: first?.seq ?? -1, state: later },
    { seq: second?.seq ?? -1, state: parked },
  ])
  expect((await queue.read()).map(({ state }) => state)).toEqual([later, parked])

  await takeIn(3, [opIdOf(2)])
  expect((await queue.read()).map(({ opId }) => opId)).toEqual([opIdOf(1), opIdOf(3)])
})
