import { expect, it } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { Instant } from '@onetrip/shared/lib/time'
import type { NewScan } from '../db/toRecords'
import type { Overtaken } from '../db/commands'
import { NewerStoreError } from '../db/newerStore'
import { createSaveQueue, type Save, type SaveState } from './saveQueue'

const NOW = Instant.parse('2026-07-03T01:41:00.000Z')
const draft = (name: string): IntakeDraft => ({
  caseId: CaseId.parse('01980000-0000-7000-8000-000000000001'),
  startedAt: NOW,
  step: 'item',
  items: [],
  parties: [],
  fields: { name },
  materials: [],
})
const save = (name: string, changes: Partial<Save> = {}): Save => ({
  draft: draft(name),
  added: [],
  removed: [],
  ...changes,
})
const page = (letter: string): NewScan => ({
  ref: { scanId: ScanId.parse(letter.repeat(64)), sizeBytes: 1, mediaType: 'image/jpeg' },
  bytes: new Uint8Array([1]),
})

/** A queue over a disk that the test lets write, or fail, one write at a time. */
function setUp() {
  const states: SaveState[] = []
  const written: Save[] = []
  const open: { resolve: (result: Result<undefined, Overtaken>) => void; reject: (error: Error) => void }[] = []
  const done: [CaseId, Result<undefined, Overtaken>][] = []
  const retries: (() => void)[] = []
  const queue = createSaveQueue({
    write: (one) =>
      new Promise((resolve, reject) => {
        open.push({
          reject,
          resolve: (result) => {
            written.push(one)
            resolve(result)
          },
        })
      }),
    done: (caseId, result) => done.push([caseId, result]),
    clock: () => NOW,
    tell: (state) => states.push(state),
    later: (tryAgain) => {
      retries.push(tryAgain)
      return () => undefined
    },
  })
  const turn = () => new Promise((resolve) => setTimeout(resolve))
  return {
    queue,
    states,
    written,
    done,
    retries,
    succeed: async (result: Result<undefined, Overtaken> = ok(undefined)) => {
      open.shift()?.resolve(result)
      await turn()
    },
    fail: async (error: Error) => {
      open.shift()?.reject(error)
      await turn()
    },
  }
}
const full = () => Object.assign(new Error('disk full'), { name: 'QuotaExceededError' })

it('writes one at a time, and of several changes only the last', async () => {
  const { queue, written, states, succeed } = setUp()
  for (const name of ['王', '王小', '王小明']) queue.put(save(name))
  await succeed()
  await succeed()
  expect(written.map((one) => one.draft.fields.name)).toEqual(['王', '王小明'])
  expect(states.at(-1)).toEqual({ kind: 'saved', at: NOW })
  expect(await queue.settled()).toBe(true)
})

it('keeps what a full disk would not take, with its pages, and writes it once there is room', async () => {
  const { queue, written, states, retries, succeed, fail } = setUp()
  queue.put(save('𠮷田', { added: [page('a')] }))
  await fail(full())
  expect(states.at(-1)).toEqual({ kind: 'failed', why: 'quota' })
  expect(await queue.settled()).toBe(false)

  queue.put(save('𠮷田㛃', { added: [page('b')] }))
  await fail(full())
  retries.at(-1)?.()
  await succeed()
  expect(written).toEqual([save('𠮷田㛃', { added: [page('a'), page('b')] })])
  expect(states.at(-1)).toEqual({ kind: 'saved', at: NOW })
})

it('knows a full disk behind Dexie’s own error, and calls any other failure by its name', async () => {
  const { queue, states, retries, fail } = setUp()
  queue.put(save('a'))
  await fail(Object.assign(new Error('AbortError'), { name: 'AbortError', inner: full() }))
  expect(states.at(-1)).toEqual({ kind: 'failed', why: 'quota' })
  retries.at(-1)?.()
  await fail(new Error('store gone'))
  expect(states.at(-1)).toEqual({ kind: 'failed', why: 'other' })
})

it('[SYNC-R26] says that a newer app has taken the store over, and keeps what was typed', async () => {
  const { queue, states, fail } = setUp()
  queue.put(save('a'))
  const newer = new NewerStoreError('the store is newer')
  await fail(Object.assign(new Error('closed'), { name: 'DatabaseClosedError', inner: newer }))
  expect(states.at(-1)).toEqual({ kind: 'failed', why: 'newer' })
  expect(queue.findUnwritten(draft('a').caseId)).toEqual(draft('a'))
})

it('does not write a page that went before it was written, nor delete one that came back', async () => {
  const { queue, written, succeed } = setUp()
  queue.put(save('first'))
  queue.put(save('with a', { added: [page('a')] }))
  queue.put(save('without a', { removed: [page('a').ref.scanId] }))
  queue.put(save('with b', { removed: [page('c').ref.scanId] }))
  queue.put(save('with c', { added: [page('c')] }))
  await succeed()
  await succeed()
  expect(written.at(-1)).toEqual(save('with c', { added: [page('c')], removed: [page('a').ref.scanId] }))
})

it('writes another application beside one that waits for room, and loses neither', async () => {
  const { queue, written, retries, succeed, fail } = setUp()
  queue.put(save('first'))
  await fail(full())
  const other = {
    ...save('second'),
    draft: { ...draft('second'), caseId: CaseId.parse('01980000-0000-7000-8000-000000000002') },
  }
  queue.put(other)
  await succeed()
  retries.at(-1)?.()
  await succeed()
  expect(new Set(written.map((one) => one.draft.fields.name))).toEqual(new Set(['first', 'second']))
})

it('says when nothing of an application is left to write, and when another tab has written it', async () => {
  const { queue, done, succeed } = setUp()
  const { caseId } = draft('')
  queue.put(save('王'))
  queue.put(save('王小'))
  expect(queue.findUnwritten(caseId)?.fields.name).toBe('王小')
  await succeed()
  expect([done, queue.findUnwritten(caseId)?.fields.name]).toEqual([[], '王小'])
  await succeed(err('overtaken'))
  expect([done, queue.findUnwritten(caseId)]).toEqual([[[caseId, err('overtaken')]], undefined])
})

it('writes nothing more of an application that was dropped, also when its last write fails', async () => {
  const { queue, written, states, fail } = setUp()
  queue.put(save('王'))
  queue.put(save('王小'))
  const dropped = queue.drop(draft('').caseId)
  await fail(full())
  await dropped
  expect([written, queue.findUnwritten(draft('').caseId), await queue.settled()]).toEqual([[], undefined, true])
  expect(states.at(-1)).toEqual({ kind: 'saved', at: NOW })
})
