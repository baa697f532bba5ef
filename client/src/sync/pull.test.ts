import { expect, it } from 'vitest'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { FIRST_MAX_PULL_CHANGES, MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { PulledAnswer, PullInput } from '@onetrip/shared/wire/pull'
import type { Reply } from '../api/reply'
import { makeSyncRig } from '../../test/syncRig'

// Nothing reads it here.
const row = { kind: 'theme' } as unknown as FeedRow
const key = { keyId: 'one', alg: 'ed25519', publicKey: `${'A'.repeat(43)}=` } as const

/** An engine before a server that answers so, and what it was asked. */
function before(answer: (input: PullInput, nth: number) => Partial<PulledAnswer> | Reply<never>) {
  const asked: PullInput[] = []
  const rig = makeSyncRig({
    server: () => ({
      pull: async (input) => {
        asked.push(input)
        const said = answer(input, asked.length)
        if ('kind' in said) return said
        const { cursors } = input
        const usual = { epoch: 'e1', serverTime: instantFromMs(0), changes: [], cursors, hasMore: false }
        return { kind: 'answer', answer: { ...usual, ...said } }
      },
    }),
  })
  return { rig, asked }
}

const change = (seq: number) => ({ feedId: CATALOGUE_FEED, entityId: `e${seq}`, seq, row })

it('[SYNC-R3] asks a server that knows no more than 500 for 500, and reads on to the end', async () => {
  const { rig, asked } = before(({ cursors, limit }) => {
    if (limit > FIRST_MAX_PULL_CHANGES) return { kind: 'not-understood' }
    const seq = (cursors[CATALOGUE_FEED] ?? 0) + 1
    return { changes: [change(seq)], cursors: { ...cursors, [CATALOGUE_FEED]: seq }, hasMore: seq < 3 }
  })
  await rig.runDry()
  expect(rig.disk.rows.size).toBe(3)
  expect(asked.map(({ limit }) => limit)).toEqual([MAX_PULL_CHANGES, ...[1, 2, 3].map(() => FIRST_MAX_PULL_CHANGES)])
})

it('asks for less after an answer that was cut, so that something stays, and for more each time that it goes well', async () => {
  const { rig, asked } = before(({ cursors, limit }, nth) => {
    if (limit > 1000) return { kind: 'unreachable' }
    const seq = (cursors[CATALOGUE_FEED] ?? 0) + 1
    return { changes: [change(seq)], cursors: { ...cursors, [CATALOGUE_FEED]: seq }, hasMore: nth < 4 }
  })
  await rig.runDry()
  rig.clock.nowMs += 60_000
  await rig.runDry()
  expect(asked.map(({ limit }) => limit).slice(0, 3)).toEqual([MAX_PULL_CHANGES, 500, 1000])
  expect(rig.disk.rows.size).toBeGreaterThan(1)
})

it('asks once where the server understands, and does not ask again for less where it failed', async () => {
  const understands = before(() => ({}))
  await understands.rig.runDry()
  expect(understands.asked.map(({ limit }) => limit)).toEqual([MAX_PULL_CHANGES])
  const breaks = before(() => ({ kind: 'server-failed' }))
  await breaks.rig.engine.step()
  expect(breaks.asked).toHaveLength(1)
})

it('[SYNC-R8] takes the first answer of a new epoch when it was asked from the start, and no other', async () => {
  const state = { epoch: 'e1' }
  const { rig, asked } = before(({ cursors }) => {
    const seq = (cursors[CATALOGUE_FEED] ?? 0) + 1
    return { epoch: state.epoch, changes: [change(seq)], cursors: { ...cursors, [CATALOGUE_FEED]: seq } }
  })
  await rig.runDry()
  expect([asked.length, [...rig.disk.rows.keys()]]).toEqual([1, [`${CATALOGUE_FEED} e1`]])
  state.epoch = 'e2'
  rig.engine.askForPull()
  await rig.runDry()
  // Asked from the cursor of before, then from the start; what came first was thrown away.
  expect(asked.map(({ cursors }) => cursors[CATALOGUE_FEED])).toEqual([0, 1, 0])
  expect([...rig.disk.rows.values()]).toEqual([{ row, epoch: 'e2' }])
})

it('[SYNC-R16] says which keys of the house it has, once a server has named them, and no longer when one has not', async () => {
  const state: { told: Partial<PulledAnswer> } = { told: { acknowledgementKeys: [key], keysDigest: 'd1' } }
  const { rig, asked } = before(({ keysKnown }) => (keysKnown === state.told.keysDigest ? {} : state.told))
  const pull = async (): Promise<void> => {
    rig.engine.askForPull()
    await rig.runDry()
  }
  await pull()
  await pull()
  expect(rig.disk.acknowledgementKeys).toEqual([key])
  state.told = { acknowledgementKeys: [key, { ...key, keyId: 'two' }], keysDigest: 'd2' }
  await pull()
  await pull()
  expect(rig.disk.acknowledgementKeys).toHaveLength(2)
  // An older server is back: it names all of them each time, and knows of no digest.
  state.told = { acknowledgementKeys: [key] }
  await pull()
  await pull()
  expect(asked.map(({ keysKnown }) => keysKnown)).toEqual([undefined, 'd1', 'd1', 'd2', 'd2', undefined])
  expect(rig.disk.acknowledgementKeys).toEqual([key])
})

it('[SYNC-R8] offers all anew to a server whose feed ends before what was read of it, whatever it calls its epoch', async () => {
  const feed = { seq: 7 }
  const { rig, asked } = before(({ cursors }) => ({ cursors: { ...cursors, [CATALOGUE_FEED]: feed.seq } }))
  rig.takeIn(1)
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'push')).toHaveLength(1)
  feed.seq = 3
  rig.engine.askForPull()
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'push')).toHaveLength(2)
  rig.engine.askForPull()
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'push')).toHaveLength(2)
  expect(asked.at(-1)?.cursors).toMatchObject({ [CATALOGUE_FEED]: 3 })
})
