// Goal: an operation is applied once, whatever happens on the way, and one that cannot be applied holds up no other.
// Method: real frames through the procedure, on a real database; the same bytes sent again, at once, and elsewhere.
import { expect, it } from 'vitest'
import { OpId, PostId } from '@onetrip/shared/lib/ids'
import type { Frame } from '@onetrip/shared/wire/frame'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { newId } from '../../app/parts'

it('[SYNC-R7] applies an operation once, however often it is sent, one after the other and at once', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  const { op } = await makeSubmit(test)
  const frames = [frameOf(op, test.devices.agent)]

  const answers = await Promise.all(
    [test.house, second.house, test.house, second.house].map((house) => push(house, test.actors.agent, frames)),
  )
  const later = await push(second.house, test.actors.agent, frames)
  for (const { outcomes } of [...answers, later]) {
    expect(outcomes).toMatchObject([{ status: 'applied', opId: op.opId, revision: 1 }])
  }
  expect(await count(test, 'cases')).toBe(1)
  expect(await count(test, 'operation')).toBe(1)
  expect(await count(test, 'case_event')).toBe(1)
  expect(await heads(test)).toEqual({ 'station:430102014004': 1, 'department:market-regulation': 1 })
})

it('tells the epoch and the time, and answers every frame', async () => {
  await using test = await openTestHouse()
  const made = await Promise.all([makeSubmit(test), makeSubmit(test), makeSubmit(test)])
  const frames = made.map(({ op }, index) => frameOf(op, test.devices.agent, index + 1))
  const answer = await push(test.house, test.actors.agent, frames)
  expect(answer.serverTime).toBe(test.house.clock())
  const { rows } = await test.ownerPool.query('select epoch from server_epoch')
  expect(rows).toEqual([{ epoch: answer.epoch }])
  expect(answer.outcomes.map(({ status, opId }) => [status, opId])).toEqual(made.map(({ op }) => ['applied', op.opId]))
  const { rows: log } = await test.ownerPool.query('select device_id, device_seq from operation order by device_seq')
  expect(log).toEqual([1, 2, 3].map((seq) => ({ device_id: test.devices.agent, device_seq: seq })))
})

it('answers an unknown kind or version "unsupported", keeps nothing of it, and decides it afresh later', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const newer = { ...op, v: 2, payload: { shape: 'of tomorrow' } }
  const stranger = { ...op, opId: OpId.parse(newId()), kind: 'case.teleport' }
  const frames = [newer, stranger].map((one) => frameOf(one, test.devices.agent))
  const { outcomes } = await push(test.house, test.actors.agent, frames)
  expect(outcomes.map(({ status }) => status)).toEqual(['unsupported', 'unsupported'])
  expect(await count(test, 'operation')).toBe(0)

  const again = await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  expect(again.outcomes).toMatchObject([{ status: 'applied', opId: op.opId, revision: 1 }])
})

it('refuses what is no operation, or another one than its frame says', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const frame = frameOf(op, test.devices.agent)
  const other = await makeSubmit(test)
  const wrong: Frame[] = [
    { ...frame, body: new TextEncoder().encode('{"opId":') },
    { ...frame, body: new Uint8Array([0xff, 0xfe]) },
    { ...frame, body: new TextEncoder().encode('[]') },
    { ...frame, opId: other.op.opId },
    { ...frame, caseId: other.op.caseId },
  ]
  for (const one of wrong) {
    const { outcomes } = await push(test.house, test.actors.agent, [one])
    expect(outcomes).toMatchObject([{ status: 'refused', opId: one.opId, refusal: { kind: 'malformed' } }])
  }
  expect(await count(test, 'operation')).toBe(0)
})

it('[SYNC-R6] one operation that the database refuses holds up no other', async () => {
  await using test = await openTestHouse()
  const good = await Promise.all([makeSubmit(test), makeSubmit(test)])
  const twin = await makeSubmit(test)
  const [first, last] = good
  // A query code of somebody else's, and a text that PostgreSQL cannot hold: no rule of ours looks at either.
  const clash = { ...twin.op.payload, queryCodeSha256: first.op.payload.queryCodeSha256 }
  const nul = await makeSubmit(test, {
    change: (content) => ({ ...content, fields: { ...content.fields, businessName: 'a\u0000b' } }),
  })
  const ops = [first.op, { ...twin.op, payload: clash }, nul.op, last.op]
  const frames = ops.map((op) => frameOf(op, test.devices.agent))

  const answer = await push(test.house, test.actors.agent, frames)
  expect(answer.outcomes.map(({ status }) => status)).toEqual(['applied', 'refused', 'refused', 'applied'])
  expect(answer.outcomes[1]).toMatchObject({ refusal: { kind: 'malformed' } })
  expect((await push(test.house, test.actors.agent, frames)).outcomes).toEqual(answer.outcomes)
  expect(await count(test, 'cases')).toBe(2)
  expect(test.reports).toEqual([])
})

it('leaves an operation that meets a bug unanswered, tells the log, and answers the others', async () => {
  const buggy = { opId: '' }
  await using test = await openTestHouse({
    change: (house) => ({
      startJobs: async (tx, districtId, changes) => {
        if (changes.some(({ events }) => events.some(({ detail }) => detail.opId === buggy.opId)))
          throw new Error('bug')
        await house.startJobs(tx, districtId, changes)
      },
    }),
  })
  const made = await Promise.all([makeSubmit(test), makeSubmit(test), makeSubmit(test)])
  buggy.opId = made[1].op.opId
  const frames = made.map(({ op }) => frameOf(op, test.devices.agent))
  const { outcomes } = await push(test.house, test.actors.agent, frames)
  expect(outcomes.map(({ opId }) => opId)).toEqual([made[0].op.opId, made[2].op.opId])
  expect(test.reports).toMatchObject([{ message: 'bug' }])

  buggy.opId = ''
  const again = await push(test.house, test.actors.agent, frames)
  expect(again.outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])
})

it('tells the log of what failed together and passed alone', async () => {
  const races = { left: 1 }
  await using test = await openTestHouse({
    change: ({ startJobs }) => ({
      startJobs: async (tx, districtId, changes) => {
        races.left -= 1
        if (races.left === 0) throw new Error('lost a race')
        await startJobs(tx, districtId, changes)
      },
    }),
  })
  const made = await Promise.all([makeSubmit(test), makeSubmit(test)])
  const frames = made.map(({ op }) => frameOf(op, test.devices.agent))
  const { outcomes } = await push(test.house, test.actors.agent, frames)
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied'])
  expect(test.reports).toMatchObject([{ message: 'lost a race' }])
})

it('takes a broken key of ours for our bug: nothing is refused, and all is applied once it is mended', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const frames = [frameOf(op, test.devices.agent)]
  await test.ownerPool.query(`create unique index broken on case_event ((kind = 'submitted'))`)
  await push(test.house, test.actors.agent, [frameOf((await makeSubmit(test)).op, test.devices.agent)])
  expect((await push(test.house, test.actors.agent, frames)).outcomes).toEqual([])
  expect(test.reports).toMatchObject([{ constraint: 'broken' }])
  await test.ownerPool.query('drop index broken')
  expect((await push(test.house, test.actors.agent, frames)).outcomes).toMatchObject([{ status: 'applied' }])
})

it('applies several operations of one case in their order, each in a wave of its own', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const again = { ...op, opId: OpId.parse(newId()) }
  const { outcomes } = await push(
    test.house,
    test.actors.agent,
    [op, again].map((one) => frameOf(one, test.devices.agent)),
  )
  expect(outcomes).toMatchObject([
    { status: 'applied', opId: op.opId, revision: 1 },
    { status: 'refused', opId: again.opId, refusal: { kind: 'case-exists' } },
  ])
})

it('[SYNC-R13] takes nothing of a push under another’s session, refuses and logs nothing of it, and applies it under the right one', async () => {
  await using test = await openTestHouse()
  const { agent } = test.actors
  const mine = await makeSubmit(test)
  const newer = { ...(await makeSubmit(test)).op, v: 2 }
  const colleague = { ...agent, postId: PostId.parse(newId()) }
  const frames = [frameOf(mine.op, test.devices.agent), frameOf(newer, test.devices.agent)]

  for (const stranger of [colleague, test.actors.otherAgent]) {
    await expect(push(test.house, stranger, frames)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await expect(push(test.house, stranger, frames.slice(1))).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  }
  expect([await count(test, 'operation'), await count(test, 'cases')]).toEqual([0, 0])
  const { rows } = await test.ownerPool.query(`select 1 from audit_row where procedure = 'sync.push'`)
  expect(rows).toEqual([])
  const { outcomes } = await push(test.house, agent, frames)
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'unsupported'])
})

it('[SYNC-R13] takes a push whole or not at all: one frame of another holds back those beside it', async () => {
  await using test = await openTestHouse()
  const own = await makeSubmit(test)
  const other = await makeSubmit(test)
  const forged = { ...other.op, authorPostId: PostId.parse(test.actors.otherAgent.postId) }
  const frames = [own.op, forged].map((op) => frameOf(op, test.devices.agent))
  await expect(push(test.house, test.actors.agent, frames)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect([await count(test, 'operation'), await count(test, 'cases')]).toEqual([0, 0])
})

it.each([
  ['10,000 characters in a field', 'x'.repeat(10_000), 'refused'],
  ['rare characters and a flag', '𠮷㛃🇨🇳堃', 'applied'],
] as const)('%s', async (_name, words, status) => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test, {
    change: (content) => ({ ...content, fields: { ...content.fields, businessName: words } }),
  })
  const { outcomes } = await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  expect(outcomes).toMatchObject([{ status }])
  if (status === 'applied') {
    const { rows } = await test.ownerPool.query(`select content->'fields'->>'businessName' as words from cases`)
    expect(rows).toEqual([{ words }])
  }
})

it('leaves one row of trace for a call, and no word of the case in it', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  const { rows } = await test.ownerPool.query(
    `select role, actor_id, entity, detail from audit_row where procedure = 'sync.push'`,
  )
  expect(rows).toEqual([
    {
      role: 'agent',
      actor_id: test.actors.agent.postId,
      entity: 'cases',
      detail: { by: 'session', caseIds: [op.caseId], opIds: [op.opId] },
    },
  ])
})

it('[SYNC-R11] numbers each feed in commit order, without gap or repeat, however many write at once', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  const made = await Promise.all(Array.from({ length: 12 }, () => makeSubmit(test)))
  const seen: number[] = []
  const watching = new AbortController()
  const watch = watchCommits(test, seen, watching.signal)
  await Promise.all(
    made.map(({ op }, index) =>
      push(index % 2 === 0 ? test.house : second.house, test.actors.agent, [frameOf(op, test.devices.agent)]),
    ),
  )
  watching.abort()
  await watch
  const { rows } = await test.ownerPool.query<{ seq: string }>(
    `select seq from feed_row where feed_id = 'station:430102014004' order by seq`,
  )
  expect(rows.map(({ seq }) => Number(seq))).toEqual(made.map((_one, index) => index + 1))
  // Whoever saw N has seen all before N: at no moment was a number missing below the highest.
  expect(seen.every((missing) => missing === 0)).toBe(true)
  expect(seen.length).toBeGreaterThan(3)
})

/** Looks again and again how many numbers are missing below the highest that can be seen. */
async function watchCommits(test: TestHouse, seen: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await test.ownerPool.query<{ missing: number }>(
      `select (coalesce(max(seq), 0) - count(*))::int as missing from feed_row where feed_id = 'station:430102014004'`,
    )
    seen.push(...rows.map(({ missing }) => missing))
  }
}

async function count(test: TestHouse, table: 'cases' | 'operation' | 'case_event'): Promise<number> {
  const { rows } = await test.ownerPool.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return rows[0]?.n ?? -1
}

async function heads(test: TestHouse): Promise<Record<string, number>> {
  const { rows } = await test.ownerPool.query<{ feed_id: string; seq: number }>(
    `select feed_id, seq from feed where feed_id <> 'catalogue'`,
  )
  return Object.fromEntries(rows.map(({ feed_id, seq }) => [feed_id, seq]))
}
