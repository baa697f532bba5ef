import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { secondFactText } from '@onetrip/shared/case/secondFact'
import { CorrectionId, OpId } from '@onetrip/shared/lib/ids'
import { formatQueryCode, mintQueryCode, type QueryCode } from '@onetrip/shared/lib/queryCode'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import type { TrackInput } from '@onetrip/shared/wire/track'
import { newId, random } from '../../app/parts'
import { countAudit, only, readFile, takeIn } from '../../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { SAMPLE_ID } from '../../../test/samples'
import { createPool } from '../../db/pool'
import { guestOf } from '../access/guest'
import { lookUpCase } from './lookUpCase'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const QUARTER_MS = 15 * 60_000

type Options = Parameters<typeof takeIn>[1]

/** A case whose resident has `code` and the tail 8000. */
async function trackable(test: TestHouse, options: Options = {}) {
  const code = mintQueryCode(random)
  const made = await takeIn(test, {
    ...options,
    changeOp: (op) => ({
      ...op,
      payload: {
        ...op.payload,
        queryCodeSha256: sha256(code),
        secondFact: { kind: 'phone-tail', sha256: sha256(secondFactText(op.caseId, 'phone-tail', '8000')) },
      },
    }),
  })
  return { ...made, code }
}

const asking = (code: QueryCode | string, value = '8000'): TrackInput => ({
  queryCode: code,
  secondFact: { kind: 'phone-tail', value },
})

const ask = ({ house }: TestHouse, input: TrackInput) => callerFor(house, undefined, 'resident').track.lookUp(input)

async function decide(test: TestHouse, made: Awaited<ReturnType<typeof trackable>>, act: DecideInput['act']) {
  const { taskId, caseId, revision } = only((await readFile(test.house, made.caseId)).tasks)
  const input = { opId: OpId.parse(newId()), caseId, taskId, baseRevision: revision, act }
  await callerFor(test.house, test.actors.marketReviewer).task.decide(input)
}

describe('a query', () => {
  it('with the right code and fact shows the case, however the code was typed', async () => {
    await using test = await openTestHouse()
    const made = await trackable(test)
    const typed = ` ${formatQueryCode(made.code).toLowerCase()} `
    const answer = await ask(test, asking(typed, ' 8000 '))
    expect(answer).toMatchObject({
      status: 'found',
      case: {
        receiptNumber: made.op.payload.receiptNumber,
        applicantMasked: '样*𠮷',
        stage: 'under-way',
        tasks: [{ status: 'received', organName: '长沙市芙蓉区市场监督管理局', wanted: [] }],
        steps: [{ kind: 'submitted' }, { kind: 'received', itemName: '食品经营许可（餐饮服务）新办' }],
      },
    })
    for (const secret of ['样例𠮷', SAMPLE_ID, '13800138000']) expect(JSON.stringify(answer)).not.toContain(secret)
    expect(await countAudit(test, 'track.lookUp')).toBe(1)
  })

  it('shows a case that is still arriving', async () => {
    await using test = await openTestHouse()
    const { code } = await trackable(test, { isArriving: true })
    expect(await ask(test, asking(code))).toMatchObject({ status: 'found', case: { stage: 'arriving', tasks: [] } })
  })

  it('tells what is wanted, and the reason of a refusal', async () => {
    await using test = await openTestHouse()
    const asked = await trackable(test)
    const points = [{ at: { kind: 'other' } as const, words: '请补充平面图。' }]
    await decide(test, asked, { kind: 'require-correction', correctionId: CorrectionId.parse(newId()), points })
    expect(await ask(test, asking(asked.code))).toMatchObject({
      case: { tasks: [{ status: 'correction-required', wanted: ['请补充平面图。'] }] },
    })
    const refused = await trackable(test)
    await decide(test, refused, { kind: 'refuse-acceptance', reason: '不属本机关职权', whereToGo: '区城管局' })
    expect(await ask(test, asking(refused.code))).toMatchObject({
      case: {
        tasks: [
          {
            status: 'not-accepted',
            refused: 'not-accepted',
            delivery: 'to-send',
            reason: '不属本机关职权',
            whereToGo: '区城管局',
          },
        ],
        dispatches: [{ status: 'requested' }],
      },
    })
  })

  it.each(['not a code', 'ABCD-EFGH-JKLM', ''])(
    'with a wrong code (%s) answers as with a wrong fact',
    async (wrong) => {
      await using test = await openTestHouse()
      const { code } = await trackable(test)
      const wrongFact = await ask(test, asking(code, '8001'))
      expect(await ask(test, asking(wrong))).toEqual(wrongFact)
      expect(wrongFact).toEqual({ status: 'not-found' })
      expect(await countAudit(test, 'track.lookUp')).toBe(0)
    },
  )

  it('with the right words of another kind of fact is not found', async () => {
    await using test = await openTestHouse()
    const { code } = await trackable(test)
    const answer = await ask(test, { queryCode: code, secondFact: { kind: 'pin', value: '8000' } })
    expect(answer).toEqual({ status: 'not-found' })
  })
})

describe('tries', () => {
  const from = (test: TestHouse, address: string, input: TrackInput) =>
    lookUpCase(test.house, { actor: guestOf(test.house.districtId), address }, input)

  it('of one code are limited from wherever they come, and open again later', async () => {
    await using test = await openTestHouse()
    const { code } = await trackable(test)
    for (let nth = 0; nth < 10; nth += 1) {
      expect(await from(test, `203.0.113.${nth}`, asking(code, '0000'))).toEqual({ status: 'not-found' })
    }
    const limited = await from(test, '198.51.100.1', asking(code))
    expect(limited).toEqual({ status: 'too-many-tries', retryAfterSeconds: QUARTER_MS / 1000 })
    test.pass(QUARTER_MS)
    expect(await from(test, '198.51.100.1', asking(code))).toMatchObject({ status: 'found' })
  })

  it('from one address are limited, whatever is tried', async () => {
    await using test = await openTestHouse()
    for (let nth = 0; nth < 10; nth += 1) await from(test, '203.0.113.1', asking(`GUESS${nth}`))
    expect(await from(test, '203.0.113.1', asking('GUESS10'))).toMatchObject({ status: 'too-many-tries' })
    expect(await from(test, '203.0.113.2', asking('GUESS10'))).toEqual({ status: 'not-found' })
  })

  it('that are right count for nothing: an office behind one address is no attack', async () => {
    await using test = await openTestHouse()
    const { code } = await trackable(test)
    for (let nth = 0; nth < 12; nth += 1) {
      expect(await from(test, '203.0.113.1', asking(code))).toMatchObject({ status: 'found' })
    }
  })
})

describe('strangers', () => {
  it('do not wait for each other’s look-up: the counter that all share is free while a case is read', async () => {
    const reading: { gate: Promise<void>; open: () => void } = { gate: Promise.resolve(), open: () => undefined }
    await using test = await openTestHouse({
      change: ({ readCatalogue }) => ({
        readCatalogue: async (tx, districtId) => {
          await reading.gate
          return readCatalogue(tx, districtId)
        },
      }),
    })
    const made = await trackable(test)
    reading.gate = new Promise((resolve) => {
      reading.open = resolve
    })
    const slow = ask(test, asking(made.code))
    await vi.waitFor(async () => expect(await countTried(test)).toBeGreaterThan(0))
    const quick = await Promise.race([ask(test, asking(mintQueryCode(random))), sleep(5000)])
    expect(quick).toEqual({ status: 'not-found' })
    reading.open()
    expect(await slow).toMatchObject({ status: 'found' })
  })

  it('have a few connections of their own, and keep nobody waiting who has signed in', async () => {
    const guestPools: Pool[] = []
    await using test = await openTestHouse({
      change: ({ pool }) => {
        const guestPool = createPool(pool.options.connectionString ?? '', { max: 1 })
        guestPools.push(guestPool)
        return { guestPool }
      },
    })
    const guestPool = only(guestPools)
    const taken = await guestPool.connect()
    const { loginName, password } = test.signIns.agent
    const stranger = callerFor(test.house, undefined, 'resident').track.lookUp(asking('x'))
    const signingIn = callerFor(test.house, undefined, 'agent').session.signIn({ loginName, password })
    expect((await callerFor(test.house, test.actors.marketReviewer).inbox.list({ show: 'open' })).lines).toEqual([])
    expect(guestPool.waitingCount).toBe(2)
    taken.release()
    expect(await stranger).toEqual({ status: 'not-found' })
    expect(await signingIn).toMatchObject({ status: 'signed-in' })
    await guestPool.end()
  })
})

async function countTried({ ownerPool }: TestHouse): Promise<number> {
  const { rows } = await ownerPool.query<{ n: number }>('select coalesce(sum(count), 0)::int as n from attempt')
  return only(rows).n
}
