import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { TaskAnnouncement } from '@onetrip/shared/department/message'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DepartmentOutage } from '../../domain/department/gateway'
import {
  announcementOf,
  type Doors,
  gatewayTo,
  newKeys,
  openDoors,
  ours,
  pages,
  sha256,
  taskId,
  theirs,
  wallMs,
} from './contractWorld'
import type { GatewayOptions } from './gateway'
import { receiveEvent } from './inbound'
import { signMessage } from './signature'

// Goal: two implementations that share no line understand each other, and neither takes what the other did not
// send. Method: on one side our gateway and our inbound code (contractWorld.ts), on the other the department
// simulator, bundled as it is shipped; in this process for most, as a process of its own for kill -9.

// Real sockets and processes, beside other work on the same two cores.
vi.setConfig({ testTimeout: 20_000 })

/** The simulator as a stranger knows it: what it is told at start, and where it then listens. */
type Department = { readonly announcementsUrl: string; readonly url: string; readonly close: () => Promise<void> }
type DepartmentOptions = Readonly<Record<string, unknown>>
type Entry = {
  readonly registrationNumber: string
  readonly stand: string
  readonly needsPull: boolean
  readonly events: readonly { readonly eventId: string; readonly answer?: unknown }[]
}

const simulatorFolder = fileURLToPath(new URL('../../../../e2e/simulators/department/', import.meta.url))
const bundleFolder = mkdtempSync(join(tmpdir(), 'department-bundle-'))
afterAll(() => rmSync(bundleFolder, { recursive: true }))
await build({
  entryPoints: ['main.ts', 'simulator.ts'].map((name) => join(simulatorFolder, name)),
  outdir: bundleFolder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
})
// By its own contract: e2e/simulators/department/simulator.ts.
const { startDepartment } = (await import(pathToFileURL(join(bundleFolder, 'simulator.mjs')).href)) as {
  startDepartment: (options: DepartmentOptions) => Promise<Department>
}

let doors: Doors
let dataFolder: string
let department: Department

const start = async (options: DepartmentOptions = {}): Promise<void> => {
  department = await startDepartment({
    port: 0,
    dataFolder,
    departmentId: 'urban-management',
    privateKey: theirs.privateText,
    oneTripPublicKey: ours.publicText,
    oneTripUrl: doors.url,
    stepMs: 0,
    nowMs: wallMs,
    retryMs: { first: 5, most: 20 },
    slowMs: 300,
    ...options,
  })
}
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'department-'))
  doors = await openDoors()
  await start()
})
afterEach(async () => {
  await department.close()
  await doors.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

const announce = (options: Partial<GatewayOptions> = {}, type: TaskAnnouncement['type'] = 'task.assigned') =>
  gatewayTo(department.announcementsUrl, options).announce({ messageId: 'msg_1', announcement: announcementOf(type) })

const control = (path: string, body: object): Promise<Response> =>
  fetch(`${department.url}/sim/${path}`, { method: 'POST', body: JSON.stringify(body) })

async function ledger(): Promise<readonly Entry[]> {
  // The simulator's own word, by its own type.
  const { entries } = (await (await fetch(`${department.url}/sim/ledger`)).json()) as { entries: Entry[] }
  return entries
}
const untilEntry = (expected: object) =>
  vi.waitFor(async () => expect((await ledger())[0]).toMatchObject(expected), { timeout: 5_000 })

const events = () => doors.heard.flatMap(({ reading }) => (reading.kind === 'event' ? [reading.event] : []))

/** Types in the order first heard: a second try of one message is no second message. */
function typesHeard(): (string | undefined)[] {
  const firstTries = doors.heard.filter(
    (one, at) => doors.heard.findIndex((it) => it.messageId === one.messageId) === at,
  )
  return firstTries.map(({ reading }) => (reading.kind === 'event' ? reading.event.type : reading.kind))
}
const untilHeard = (...types: string[]) => vi.waitFor(() => expect(typesHeard()).toEqual(types), { timeout: 5_000 })
const number = expect.stringMatching(/^样例城管许受字〔\d{4}〕第00001号$/) as string

describe('the whole way', () => {
  it('[DEPT-R7] [DEPT-R13] announced, pulled and checked, then told step by step', async () => {
    await department.close()
    await start({ stepMs: 5 })
    expect(await announce()).toEqual({ status: 'registered', registrationNumber: number })
    await untilHeard('task.received', 'task.accepted', 'task.approved', 'task.issued')
    expect(doors.pulled).toEqual(['', ...pages.map((page) => `/scans/${sha256(page)}`)])
    for (const page of pages) expect(readFileSync(join(dataFolder, 'scans', sha256(page))).equals(page)).toBe(true)
    expect(events().at(-1)).toMatchObject({ data: { document: { name: '准予行政许可决定书' } } })
    expect(doors.refused).toEqual([])
  })

  it('a correction: told with its points, and accepted once what was asked for has come in', async () => {
    await announce()
    await untilHeard('task.received')
    await control('act', { taskId, act: 'correct' })
    await untilHeard('task.received', 'task.correction-required')
    expect(events()[1]).toMatchObject({ data: { points: [{ kind: 'material', ref: 'night-view' }] } })
    await untilEntry({ stand: 'correct' })

    expect(await announce({}, 'task.corrected')).toEqual({ status: 'registered', registrationNumber: number })
    await untilEntry({ stand: 'receive', needsPull: false })
    expect(doors.pulled.filter((path) => path === '')).toHaveLength(2)
    await control('act', { taskId, act: 'accept' })
    await untilHeard('task.received', 'task.correction-required', 'task.accepted')
  })

  it.each([
    ['not-accept', 'task.not-accepted'],
    ['deny', 'task.denied'],
  ])('[DEPT-R16] the clerk’s %s is an event that we read', async (act, type) => {
    await announce()
    await untilHeard('task.received')
    await control('act', { taskId, act })
    await untilHeard('task.received', type)
  })
})

describe('what we send', () => {
  it('[DEPT-R2] one altered byte on the way, at every seventh place of the body, and it is not taken', async () => {
    const body = Buffer.from(JSON.stringify(announcementOf('task.assigned')))
    const timestampSeconds = Math.floor(wallMs() / 1000)
    const headers = signMessage({ id: 'msg_1', timestampSeconds, payload: body }, [ours.privateKey])
    const post = async (bytes: Uint8Array<ArrayBuffer>): Promise<number> =>
      (await fetch(department.announcementsUrl, { method: 'POST', headers, body: bytes })).status
    for (let at = 0; at < body.length; at += 7) {
      const altered = body.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(await post(Buffer.from(altered)), `byte ${at}`).toBe(401)
    }
    expect(await ledger()).toEqual([])
    expect(await post(Buffer.from(body))).toBe(200)
  })

  it.each([-302_000, 302_000])('[DEPT-R5] a clock %i ms off is not believed', async (offsetMs) => {
    const answer = await announce({ now: () => instantFromMs(wallMs() + offsetMs) })
    expect(answer).toMatchObject({ status: 'refused', httpStatus: 401 })
    expect(await ledger()).toEqual([])
  })

  it('[DEPT-R4] a stranger’s key is refused; the new key beside the old one is taken', async () => {
    const { privateKey: strange } = newKeys()
    expect(await announce({ privateKeys: [strange] })).toMatchObject({ status: 'refused', httpStatus: 401 })
    expect(await announce({ privateKeys: [strange, ours.privateKey] })).toMatchObject({ status: 'registered' })
  })

  it('[DEPT-R8] an answer lost after the commit: the next try gets the same number, and there is one entry', async () => {
    await control('fault', { kind: 'drop-after-commit', times: 2 })
    await expect(announce()).rejects.toMatchObject({ reason: 'unreachable' })
    const [entry] = await ledger()
    await expect(announce()).rejects.toBeInstanceOf(DepartmentOutage)
    expect(await announce()).toEqual({ status: 'registered', registrationNumber: entry?.registrationNumber })
    expect(await ledger()).toHaveLength(1)
    await untilHeard('task.received')
  })

  it('[DEPT-R9] 500 and slowness are outages, and pass', async () => {
    await control('fault', { kind: '500', times: 1 })
    await expect(announce()).rejects.toMatchObject({ reason: 'busy', retryAfterSeconds: 1 })
    await control('fault', { kind: 'slow', times: 1 })
    await expect(announce({ timeoutMs: 100 })).rejects.toMatchObject({ reason: 'timeout' })
    expect(await announce()).toEqual({ status: 'registered', registrationNumber: number })
    expect(await ledger()).toHaveLength(1)
  })
})

describe('what they send', () => {
  it('[DEPT-R2] [DEPT-R5] is theirs as it came over the wire, and not with one byte or five minutes beside it', async () => {
    await announce()
    await untilHeard('task.received')
    const { headers = {}, body = Buffer.alloc(0) } = doors.heard[0] ?? {}
    const nowSeconds = Number(headers['webhook-timestamp'])
    const request = { headers, body, publicKeys: [theirs.publicKey], nowSeconds }
    expect(receiveEvent(request).ok).toBe(true)
    for (let at = 0; at < body.length; at += 1) {
      const altered = body.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(receiveEvent({ ...request, body: altered }).ok, `byte ${at}`).toBe(false)
    }
    expect(receiveEvent({ ...request, nowSeconds: nowSeconds + 301 }).ok).toBe(false)
    expect(receiveEvent({ ...request, publicKeys: [ours.publicKey] }).ok).toBe(false)
  })

  it('[DEPT-R3] a private key written with its public half signs the same', async () => {
    const halves = [theirs.privateText.slice(5), theirs.publicText.slice(5)].map((half) => Buffer.from(half, 'base64'))
    await department.close()
    await start({ privateKey: `whsk_${Buffer.concat(halves).toString('base64')}` })
    await announce()
    await untilHeard('task.received')
    expect(doors.refused).toEqual([])
  })

  it('[DEPT-R19] a lost answer and a busy door: the same id and bytes again, in order', async () => {
    await announce()
    await untilEntry({ events: [{ answer: { httpStatus: 200 } }] })
    doors.troubles.push('drop-after-taking', 'busy', 'drop-after-taking')
    await control('act', { taskId, act: 'accept' })
    await control('act', { taskId, act: 'approve' })
    await untilHeard('task.received', 'task.accepted', 'task.approved')
    const [, ...tries] = doors.heard.map((one) => `${one.messageId} ${one.sha256}`)
    expect(tries).toHaveLength(4)
    expect(new Set(tries.slice(0, 3)).size).toBe(1)
    expect(tries[3]).not.toBe(tries[0])
  })

  it('[DEPT-R17] an act that we refused did not happen: the clerk goes no further, and may do another', async () => {
    await department.close()
    await start({ stepMs: 5 })
    doors.troubles.push('none', 'none', 'none', 'none', 'refuse')
    await announce()
    await untilEntry({ stand: 'receive', events: [{}, { act: 'accept', answer: { body: { status: 'refused' } } }] })
    await control('act', { taskId, act: 'not-accept' })
    await untilHeard('task.received', 'task.accepted', 'task.not-accepted')
  })

  it('[DEPT-R11] every pull has an id of its own, and is ours to refuse', async () => {
    await department.close()
    await start({ privateKey: newKeys().privateText })
    await announce()
    await vi.waitFor(() => expect(doors.refused.length).toBeGreaterThan(1))
    expect(new Set(doors.refused)).toEqual(new Set(['signature-wrong']))
    expect([doors.pulled, doors.heard]).toEqual([[], []])
  })

  it('[DEPT-R13] other bytes than the id says are pulled again, and nothing is told before they are right', async () => {
    doors.troubles.push('none', 'other-bytes')
    await announce()
    await untilHeard('task.received')
    const scans = pages.map((page) => `/scans/${sha256(page)}`)
    expect(doors.pulled).toEqual(['', scans[0], '', ...scans])
  })

  it('[DEPT-R14] a task that is not there is not waited for', async () => {
    doors.troubles.push('not-there')
    await announce()
    await untilEntry({ needsPull: false, stand: 'registered' })
    expect(doors.heard).toEqual([])
  })
})

describe('a restart', () => {
  it('gives the same number, and sends what was not answered', async () => {
    const registered = await announce()
    await untilEntry({ events: [{ answer: { httpStatus: 200 } }] })
    doors.troubles.push(...Array.from({ length: 1_000 }, () => 'busy' as const))
    const { eventId } = (await (await control('act', { taskId, act: 'accept' })).json()) as { eventId: string }
    await department.close()
    // What a crash in the middle of a line leaves behind.
    appendFileSync(join(dataFolder, 'ledger.jsonl'), '{"kind":"event","taskId":"0197')
    doors.troubles.length = 0

    await start()
    await untilHeard('task.received', 'task.accepted')
    expect(doors.heard[1]?.messageId).toBe(eventId)
    expect(await announce()).toEqual(registered)
    await control('act', { taskId, act: 'approve' })
    await untilHeard('task.received', 'task.accepted', 'task.approved')
    const lines = readFileSync(join(dataFolder, 'ledger.jsonl'), 'utf8').trimEnd().split('\n')
    expect(() => lines.map((line): unknown => JSON.parse(line))).not.toThrow()
  })
})

describe('as a process of its own', () => {
  const settings = () => ({
    DEPT_PORT: '0',
    DEPT_DATA: dataFolder,
    DEPT_STEP_MS: '0',
    DEPT_ID: 'urban-management',
    DEPT_PRIVATE_KEY: theirs.privateText,
    ONETRIP_PUBLIC_KEY: ours.publicText,
    ONETRIP_URL: doors.url,
  })
  const children: ChildProcess[] = []
  afterEach(() => children.forEach((child) => child.kill('SIGKILL')))
  const run = (env: NodeJS.ProcessEnv): ChildProcess => {
    const main = join(bundleFolder, 'main.mjs')
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }
  const firstLine = async (child: ChildProcess, from: 'stdout' | 'stderr'): Promise<string> => {
    const stream = child[from]
    if (!stream) throw new Error(`no ${from}`)
    for await (const line of createInterface(stream)) return line
    return ''
  }
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> => {
    const exited = once(child, 'exit')
    child.kill(signal)
    return (await exited)[0]
  }

  it('kill -9 after the answer loses nothing; SIGTERM ends it in good order', async () => {
    await department.close()
    const answers: unknown[] = []
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const child = run(settings())
      const url = /http:\S+/.exec(await firstLine(child, 'stdout'))?.[0] ?? ''
      const gateway = gatewayTo(`${url}/onetrip/announcements`)
      answers.push(await gateway.announce({ messageId: 'msg_1', announcement: announcementOf('task.assigned') }))
      expect(await end(child, signal)).toBe(signal === 'SIGTERM' ? 0 : null)
    }
    expect(answers).toEqual([{ status: 'registered', registrationNumber: number }, answers[0]])
  })

  it('says what was not set', async () => {
    const child = run({ ...settings(), DEPT_ID: '', ONETRIP_URL: undefined })
    const exited = once(child, 'exit')
    expect(await firstLine(child, 'stderr')).toBe('department simulator: not set: DEPT_ID, ONETRIP_URL')
    expect((await exited)[0]).toBe(1)
  })
})

describe('the page of the clerk', () => {
  it('shows the register without a script, and escapes what residents typed', async () => {
    await announce()
    await untilEntry({ stand: 'receive' })
    const response = await fetch(department.url)
    const page = await response.text()
    expect(page).toContain('已收件，待受理')
    expect(page).toContain('&lt;b&gt;样例&lt;/b&gt;餐饮有限公司')
    for (const act of ['受理', '补正', '不予受理']) expect(page).toContain(`>${act}</button>`)
    expect(page).not.toMatch(/<script|style=| on\w+=/)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/)
  })

  it('shows the pages that were pulled, and no other file', async () => {
    await announce()
    await untilEntry({ stand: 'receive' })
    const [first = Buffer.alloc(0)] = pages
    const response = await fetch(`${department.url}/scans/${sha256(first)}`)
    expect(Buffer.from(await response.arrayBuffer()).equals(first)).toBe(true)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    for (const other of ['0'.repeat(64), '..%2fledger.jsonl', 'ledger.jsonl'])
      expect((await fetch(`${department.url}/scans/${other}`)).status).toBe(404)
  })

  it('takes a pressed button from its own page only', async () => {
    await announce()
    await untilEntry({ stand: 'receive' })
    const press = (site: string) =>
      fetch(`${department.url}/act`, {
        method: 'POST',
        headers: { 'sec-fetch-site': site },
        body: new URLSearchParams({ taskId, act: 'correct', point: 'field:signMaterial', words: '请写明材质。' }),
        redirect: 'manual',
      })
    expect((await press('cross-site')).status).toBe(403)
    expect((await press('same-origin')).status).toBe(303)
    await untilHeard('task.received', 'task.correction-required')
    expect(events()[1]?.data).toMatchObject({ points: [{ kind: 'field', ref: 'signMaterial', words: '请写明材质。' }] })
  })

  it.each([
    ['act', { taskId, act: 'toString' }, 400],
    ['act', { taskId: 'unknown', act: 'accept' }, 404],
    ['fault', { kind: 'fire', times: 1 }, 400],
    ['nothing', {}, 404],
  ])('the control answers nonsense calmly: %s %j', async (path, body, httpStatus) => {
    expect((await control(path, body)).status).toBe(httpStatus)
  })
})
