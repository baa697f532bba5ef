import { randomUUID } from 'node:crypto'
import fastify from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DepartmentTaskFile } from '@onetrip/shared/department/message'
import type { CaseContent } from '@onetrip/shared/case/content'
import { DepartmentId, PartyId, ScanId, type CaseId } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import { gatewayTo, newKeys, ours } from '../../adapters/departments/contractWorld'
import { createDepartmentDoor } from '../../adapters/departments/door'
import { pullPayload } from '../../adapters/departments/inbound'
import { signMessage } from '../../adapters/departments/signature'
import { announceTask } from '../../domain/department/announceTask'
import type { AnnouncementKey } from '../../db/announcements'
import { DepartmentOutage, type AnnounceAnswer, type DepartmentGateway } from '../../domain/department/gateway'
import { applyAct, countAudit, only, readFile, takeIn } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { startSimulator } from '../../../test/outside'
import { FOOD_LICENCE, SAMPLE_ID, SIGNBOARD } from '../../../test/samples'
import { registerDepartmentRoutes } from './routes'

const URBAN = DepartmentId.parse('urban-management')
const theirs = newKeys()
const strangers = newKeys()
const SIGNBOARD_PAGES = 12

type Sending = {
  readonly id?: string
  readonly atMs?: number
  readonly keys?: typeof theirs
  readonly department?: string
}

/** Our doors, listening, and a department that signs what it sends. */
async function openDoors(test: TestHouse) {
  const app = fastify()
  const findPublicKeys = (departmentId: DepartmentId) => (departmentId === URBAN ? [theirs.publicKey] : [])
  const { house } = test
  await registerDepartmentRoutes(app, { house, door: createDepartmentDoor({ findPublicKeys, clock: house.clock }) })

  const sign = (
    payload: Uint8Array,
    { id = randomUUID(), atMs = instantToMs(house.clock()), keys = theirs }: Sending,
  ) => ({ ...signMessage({ id, timestampSeconds: Math.floor(atMs / 1000), payload }, [keys.privateKey]) })
  const base = ({ department = URBAN }: Sending) => `/api/departments/${department}`
  return {
    app,
    post: (body: string, sending: Sending = {}, sent = body) =>
      app.inject({
        method: 'POST',
        url: `${base(sending)}/events`,
        headers: { ...sign(Buffer.from(body), sending), 'content-type': 'application/json' },
        payload: sent,
      }),
    pull: (path: string, sending: Sending = {}) => {
      const url = `${base(sending)}${path}`
      return app.inject({ url, headers: sign(pullPayload(url), sending) })
    },
    [Symbol.asyncDispose]: () => app.close(),
  }
}

const takeInSignboard = (test: TestHouse, options: Parameters<typeof takeIn>[1] = {}) =>
  takeIn(test, { itemCodes: [SIGNBOARD], scans: SIGNBOARD_PAGES, ...options })

/** Somebody whom the station rings up; a department has no business with them. */
function withContact(content: CaseContent): CaseContent {
  const contact = content.parties.map((party) => ({
    ...party,
    partyId: PartyId.parse(randomUUID()),
    role: 'contact' as const,
    name: '样例联系人',
  }))
  return { ...content, parties: [...content.parties, ...contact] }
}

const eventOf = (type: string, taskId: string, data: object = {}): string =>
  JSON.stringify({ type, timestamp: '2026-01-05T09:00:00+08:00', data: { taskId, ...data } })

describe('an event', () => {
  it('[DEPT-R17] moves the task like a reviewer’s act', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { caseId, file } = await takeInSignboard(test)
    const { taskId } = only(file.tasks)
    const acts: readonly (readonly [string, object])[] = [
      ['task.received', {}],
      ['task.accepted', {}],
      ['task.approved', {}],
      ['task.issued', { document: { name: '户外广告设置许可决定书', number: '样例 1', issuedOn: '2026-01-05' } }],
    ]
    for (const [type, data] of acts) {
      const answer = await doors.post(eventOf(type, taskId, data))
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'applied' }])
    }
    expect(only((await readFile(test.house, caseId)).tasks).state.status).toBe('issued')
    expect(await countAudit(test, 'department.event')).toBe(acts.length)
    const { rows } = await test.ownerPool.query<{ role: string }>(
      `select distinct actor->>'role' as role from case_event where kind in ('accepted', 'approved', 'issued')`,
    )
    expect(rows).toEqual([{ role: 'department-system' }])
  })

  it('[DEPT-R6] with an altered byte, an old or early time, a strange key or name is nobody’s', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { file, caseId } = await takeInSignboard(test)
    const body = eventOf('task.accepted', only(file.tasks).taskId)
    const nowMs = instantToMs(test.house.clock())
    const refused = [
      await doors.post(body, {}, body.replace('accepted', 'approved')),
      await doors.post(body, { atMs: nowMs - 301_000 }),
      await doors.post(body, { atMs: nowMs + 301_000 }),
      await doors.post(body, { keys: strangers }),
      await doors.post(body, { department: 'fire-rescue' }),
      await doors.post(body, { department: 'NOBODY' }),
      await doors.app.inject({ method: 'POST', url: `/api/departments/${URBAN}/events`, payload: { a: 1 } }),
    ]
    expect(refused.map(({ statusCode, payload }) => `${statusCode}${payload}`)).toEqual(refused.map(() => '401'))
    expect(only((await readFile(test.house, caseId)).tasks).state.status).toBe('received')
    expect(await countAudit(test, 'department.event')).toBe(0)
  })

  it('[DEPT-R18] repeated gets its first answer, and its id bears no other words', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { file, caseId } = await takeInSignboard(test)
    const { taskId } = only(file.tasks)
    const body = eventOf('task.accepted', taskId)
    const answers = await Promise.all([1, 2, 3].map(() => doors.post(body, { id: 'evt_1' })))
    expect(answers.map((answer) => answer.json<unknown>())).toEqual(answers.map(() => ({ status: 'applied' })))
    expect((await doors.post(eventOf('task.approved', taskId), { id: 'evt_1' })).statusCode).toBe(409)
    expect(only((await readFile(test.house, caseId)).tasks)).toMatchObject({
      revision: 2,
      state: { status: 'accepted' },
    })
  })

  it('[DEPT-R17] about no task of its own, or of a later kind, is kept and not applied', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const foreign = only((await takeIn(test, { itemCodes: [FOOD_LICENCE] })).file.tasks)
    const bodies = [
      eventOf('task.accepted', foreign.taskId),
      eventOf('task.accepted', randomUUID()),
      JSON.stringify({ type: 'task.inspected', anything: true }),
    ]
    for (const body of bodies) expect((await doors.post(body)).json()).toEqual({ status: 'parked' })
    const { rows } = await test.ownerPool.query<{ body: string }>(
      'select parked_body as body from inbound_message order by received_at, parked_body',
    )
    expect(rows.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted())
    expect((await readFile(test.house, foreign.caseId)).tasks[0]?.state.status).toBe('received')
  })

  it('[DEPT-R17] that the task’s state, its form or its shape forbids is refused in words', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { taskId } = only((await takeInSignboard(test)).file.tasks)
    const point = (ref: string) => ({ points: [{ kind: 'material', ref, words: '请补一张。' }] })
    const refusalOf = async (body: string) => (await doors.post(body)).json<{ refusal: unknown }>().refusal
    expect(await refusalOf(eventOf('task.issued', taskId))).toEqual({ kind: 'malformed', paths: ['data.document'] })
    expect(await refusalOf('no json')).toMatchObject({ kind: 'malformed' })
    expect(await refusalOf(eventOf('task.approved', taskId))).toEqual({ kind: 'wrong-status', status: 'received' })
    expect(await refusalOf(eventOf('task.correction-required', taskId, point('no-such')))).toEqual({
      kind: 'point-unknown',
      refs: ['no-such'],
    })
    const asked = await doors.post(eventOf('task.correction-required', taskId, point('ad-design-drawing')))
    expect(asked.json()).toEqual({ status: 'applied' })
  })

  it('[DEPT-R15] of more than 20,000 bytes is not read', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    expect((await doors.post(JSON.stringify({ a: 'x'.repeat(20_001) }))).statusCode).toBe(413)
  })
})

describe('a pull', () => {
  it('[DEPT-R12] [DEPT-R13] hands out the file of an own task, and its pages byte for byte', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { file, pages } = await takeInSignboard(test, { change: withContact })
    const { taskId } = only(file.tasks)
    const answer = await doors.pull(`/tasks/${taskId}`)
    const taskFile = DepartmentTaskFile.parse(answer.json())
    expect(taskFile).toMatchObject({ taskId, itemCode: SIGNBOARD, parties: [{ idNumber: SAMPLE_ID }] })
    expect(taskFile.fields.find(({ ref }) => ref === 'adMaterial')).toMatchObject({ value: 'acrylic', words: '亚克力' })
    for (const inside of ['样例联系人', '13800138000', '样例路', 'mobile', 'address', 'delivery'])
      expect(answer.payload.replaceAll('premisesAddress', '')).not.toContain(inside)

    const scan = taskFile.materials[0]?.scans[0]
    const page = pages.find(({ ref }) => ref.scanId === scan?.scanId)
    const bytes = await doors.pull(`/tasks/${taskId}/scans/${scan?.scanId ?? ''}`)
    expect(bytes.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' })
    expect(bytes.rawPayload.equals(page?.bytes ?? Buffer.of())).toBe(true)
    expect([await countAudit(test, 'department.pullTask'), await countAudit(test, 'department.pullScan')]).toEqual([
      1, 1,
    ])
  })

  it('[DEPT-R11] [DEPT-R14] opens nothing twice, and nothing that is not its own', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const own = await takeInSignboard(test)
    const { taskId } = only(own.file.tasks)
    const foreign = only((await takeIn(test, { itemCodes: [FOOD_LICENCE] })).file.tasks)
    const signature = own.op.payload.content.signature.image.scanId
    const statusOf = async (path: string, sending: Sending = {}) => (await doors.pull(path, sending)).statusCode

    expect(await statusOf(`/tasks/${taskId}`, { id: 'get_1' })).toBe(200)
    expect(await statusOf(`/tasks/${taskId}`, { id: 'get_1' })).toBe(409)
    expect(await statusOf(`/tasks/${foreign.taskId}`)).toBe(404)
    expect(await statusOf(`/tasks/${randomUUID()}`)).toBe(404)
    expect(await statusOf(`/tasks/${taskId}/scans/${signature}`)).toBe(404)
    expect(await statusOf(`/tasks/${taskId}/scans/${ScanId.parse('0'.repeat(64))}`)).toBe(404)
    expect(await statusOf(`/tasks/${taskId}`, { keys: strangers })).toBe(401)
    expect(await statusOf(`/tasks/${taskId}`, { department: 'fire-rescue' })).toBe(401)
  })
})

type Announced = { readonly messageId: string; readonly type: string; readonly taskId: string }

/** A department that answers each announcement with the next of these; an `Error` is an outage. */
function openGateway(answers: readonly (AnnounceAnswer | Error)[]) {
  const heard: Announced[] = []
  const announce: DepartmentGateway['announce'] = async ({ messageId, announcement }) => {
    heard.push({ messageId, type: announcement.type, taskId: announcement.data.taskId })
    const answer = answers[heard.length - 1] ?? REGISTERED
    if (answer instanceof Error) throw answer
    return answer
  }
  return { heard, announce }
}
const REGISTERED: AnnounceAnswer = { status: 'registered', registrationNumber: 'R-1' }

/** What is to be announced by the jobs that were begun, in their order. */
const announcementJobs = ({ jobs }: TestHouse): AnnouncementKey[] =>
  jobs.flatMap((job) => (job.name === 'announce-task' ? [job.input] : []))

/** The station hands in again what it handed in before, as the answer to the only open correction. */
async function answerCorrection({ house, actors }: TestHouse, caseId: CaseId): Promise<void> {
  const { case: stored, tasks } = await readFile(house, caseId)
  const { state } = only(tasks)
  if (state.status !== 'correction-required') throw new Error(`nothing was asked: ${state.status}`)
  const payload = { content: stored.content, answers: [state.correction.correctionId], insisted: false }
  const outcome = await applyAct(house, actors.agent, {
    caseId,
    kind: 'case.correct',
    baseRevision: stored.revision,
    payload,
  })
  expect(outcome.status).toBe('applied')
}

const ASKED = { points: [{ kind: 'material', ref: 'ad-design-drawing', words: '请补一张。' }] }

describe('an announcement', () => {
  it('is kept with what the department said, and made once', async () => {
    await using test = await openTestHouse()
    await takeInSignboard(test)
    const key = only(announcementJobs(test))
    const gateway = openGateway([new DepartmentOutage('unreachable')])
    const deps = { house: test.house, gateway }
    await expect(announceTask(deps, key)).rejects.toThrow(DepartmentOutage)
    expect(await announceTask(deps, key)).toBe('registered')
    expect(await announceTask(deps, key)).toBe('done')
    expect(gateway.heard[1]).toEqual(gateway.heard[0])
    const { rows } = await test.ownerPool.query('select answer, announced_at as at from announcement')
    expect(rows).toEqual([{ answer: REGISTERED, at: test.house.clock() }])
  })

  it('that needs a person is kept and told to the log', async () => {
    await using test = await openTestHouse()
    const { taskId } = only((await takeInSignboard(test)).file.tasks)
    const gateway = openGateway([{ status: 'refused', httpStatus: 403, answer: '不是本部门的办件' }])
    expect(await announceTask({ house: test.house, gateway }, only(announcementJobs(test)))).toBe('refused')
    expect(test.reports.map(String)).toEqual([`Error: department ${URBAN}, task ${taskId}: announcement refused`])
  })

  it('[DEPT-R7] tells of a correction that has come in, under an id of its own', async () => {
    await using test = await openTestHouse()
    await using doors = await openDoors(test)
    const { caseId, file } = await takeInSignboard(test)
    const { taskId } = only(file.tasks)
    const gateway = openGateway([])
    const deps = { house: test.house, gateway }
    await announceTask(deps, only(announcementJobs(test)))
    await doors.post(eventOf('task.correction-required', taskId, ASKED))
    await answerCorrection(test, caseId)

    const [, second] = announcementJobs(test)
    if (!second) throw new Error('nothing to announce')
    expect(await announceTask(deps, second)).toBe('registered')
    expect(await announceTask(deps, second)).toBe('done')
    expect(gateway.heard.map(({ type }) => type)).toEqual(['task.assigned', 'task.corrected'])
    expect(new Set(gateway.heard.map(({ messageId }) => messageId)).size).toBe(2)
    expect(gateway.heard.every((one) => one.taskId === taskId)).toBe(true)
  })

  it('of a job that names the task, as jobs once did, is the first one of it', async () => {
    await using test = await openTestHouse()
    const { taskId } = only((await takeInSignboard(test)).file.tasks)
    const gateway = openGateway([])
    expect(await announceTask({ house: test.house, gateway }, { taskId })).toBe('registered')
    expect(gateway.heard).toMatchObject([{ type: 'task.assigned', taskId }])
  })

  it('is none of a department at our console, whatever it asks for', async () => {
    await using test = await openTestHouse()
    const { caseId } = await takeIn(test, { itemCodes: [FOOD_LICENCE] })
    const { taskId, revision } = only((await readFile(test.house, caseId)).tasks)
    const points = [{ at: { kind: 'other' }, words: '请补正。' }]
    const outcome = await applyAct(test.house, test.actors.marketReviewer, {
      caseId,
      kind: 'task.require-correction',
      baseRevision: revision,
      payload: { taskId, correctionId: randomUUID(), points },
    })
    expect(outcome.status).toBe('applied')
    await answerCorrection(test, caseId)
    expect(announcementJobs(test)).toEqual([])
  })
})

it('a department’s own system takes a task, asks once, decides it and tells us, over the wire', async () => {
  await using test = await openTestHouse()
  await using doors = await openDoors(test)
  await using department = await openDepartment(test, await doors.app.listen({ host: '127.0.0.1', port: 0 }))
  const { caseId, file } = await takeInSignboard(test)
  const { taskId } = only(file.tasks)
  const gateway = gatewayTo(department.announcementsUrl, { now: test.house.clock })
  const announceNext = async () =>
    announceTask({ house: test.house, gateway }, announcementJobs(test).at(-1) ?? never())
  const act = (kind: string) =>
    fetch(`${department.url}/sim/act`, { method: 'POST', body: JSON.stringify({ taskId, act: kind }) })
  const untilStatus = (status: string) =>
    vi.waitFor(async () => expect(only((await readFile(test.house, caseId)).tasks).state.status).toBe(status), WAITING)
  const untilStand = (stand: string) =>
    vi.waitFor(async () => {
      const ledger = (await (await fetch(`${department.url}/sim/ledger`)).json()) as { entries: unknown[] } // its README
      expect(ledger.entries).toMatchObject([{ stand, needsPull: false }])
    }, WAITING)

  expect(await announceNext()).toBe('registered')
  await untilStand('receive')
  await act('correct')
  await untilStatus('correction-required')
  await answerCorrection(test, caseId)
  expect(await announceNext()).toBe('registered')
  await untilStand('receive')
  await act('accept')
  await untilStatus('accepted')
  await act('approve')
  await untilStatus('approved')
  await act('issue')
  await untilStatus('issued')
  expect(await countAudit(test, 'department.pullTask')).toBe(2)
  expect(await countAudit(test, 'department.pullScan')).toBeGreaterThan(0)
})

const WAITING = { timeout: 20_000, interval: 50 }

const never = (): never => {
  throw new Error('nothing to announce')
}

type Department = { readonly url: string; readonly announcementsUrl: string; readonly close: () => Promise<void> }

/** The department's simulator, which does nothing unasked. */
async function openDepartment(test: TestHouse, oneTripUrl: string) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onetrip-department-'))
  const department = await startSimulator<Department>('department/simulator.ts', 'startDepartment', {
    dataFolder,
    oneTripUrl,
    departmentId: URBAN,
    privateKey: theirs.privateText,
    oneTripPublicKey: ours.publicText,
    stepMs: 0,
    nowMs: () => instantToMs(test.house.clock()),
  })
  return {
    ...department,
    [Symbol.asyncDispose]: async () => {
      await department.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
