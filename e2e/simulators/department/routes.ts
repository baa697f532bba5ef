import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CORRECTION_SAMPLE } from './acts'
import { type ReceptionOptions, takeAnnouncement } from './announcements'
import type { Clerk } from './clerk'
import { type Faults, FAULTS } from './faults'
import { json, readBody, readControl, type Reply } from './http'
import { type Act, EVENT_BY_ACT } from './ledger'
import { registerPage, STYLE } from './page'

export type RouteOptions = ReceptionOptions & {
  readonly clerk: Clerk
  readonly faults: Faults
  /** How long a `slow` answer takes. */
  readonly slowMs: number
  readonly scanFolder: string
  readonly signal: AbortSignal
}

type Route = (options: RouteOptions, request: IncomingMessage) => Reply | Promise<Reply>

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /onetrip/announcements': receiveAnnouncement,
  'GET /': ({ ledger }) => ({ kind: 'text', mediaType: 'text/html', text: registerPage(ledger.entries()) }),
  'GET /style.css': () => ({ kind: 'text', mediaType: 'text/css', text: STYLE }),
  'POST /act': actFromPage,
  'POST /sim/act': actFromTest,
  'POST /sim/fault': orderFault,
  'GET /sim/ledger': ({ ledger }) => json(200, { entries: ledger.entries() }),
  'GET /health': ({ departmentId, ledger }) => json(200, { ok: true, departmentId, tasks: ledger.entries().length }),
}

/** The answer to one request, whatever it is. */
export async function replyTo(options: RouteOptions, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const scanId = /^\/scans\/([0-9a-f]{64})$/.exec(path)?.[1]
  if (request.method === 'GET' && scanId) return scanFile(options, scanId)
  const route = ROUTES[`${request.method} ${path}`]
  if (!route) return json(404, { error: '没有此页' })
  if (request.method === 'POST' && isFromAnotherSite(request)) return json(403, { error: '只接受本页提交' })
  return route(options, request)
}

/** Only browsers send the header: a page of another site may not press our buttons. */
function isFromAnotherSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

async function receiveAnnouncement(options: RouteOptions, request: IncomingMessage): Promise<Reply> {
  const { faults, signal } = options
  const payload = await readBody(request)
  if (!payload) return json(413, { error: '报文过长' })
  if (faults.strikes('slow')) await sleep(options.slowMs, undefined, { signal }).catch(() => undefined)
  if (faults.strikes('500')) return { kind: 'json', httpStatus: 500, json: { error: '模拟故障' }, retryAfterSeconds: 1 }
  const { taskId, ...answer } = takeAnnouncement(options, request.headers, payload)
  if (taskId === undefined) return json(answer.httpStatus, answer.json)
  options.clerk.wake(taskId)
  return faults.strikes('drop-after-commit') ? { kind: 'drop' } : json(answer.httpStatus, answer.json)
}

async function actFromTest({ clerk }: RouteOptions, request: IncomingMessage): Promise<Reply> {
  const { taskId, act, ...words } = await readControl(request)
  if (typeof taskId !== 'string' || !isAct(act)) return json(400, { acts: Object.keys(EVENT_BY_ACT) })
  // A test's words go out as they are, right or wrong: that is what the test is for.
  const eventId = clerk.act(taskId, act, words)
  return json(eventId ? 200 : 404, { eventId })
}

async function actFromPage({ clerk }: RouteOptions, request: IncomingMessage): Promise<Reply> {
  const form = new URLSearchParams((await readBody(request))?.toString('utf8'))
  const act = form.get('act')
  if (!isAct(act)) return json(400, { error: '没有此项操作' })
  const words = form.get('words')?.trim() ?? ''
  const [kind = '', ref = ''] = form.get('point')?.split(':') ?? []
  const points = act === 'correct' && ref !== '' ? [{ kind, ref, words: words || CORRECTION_SAMPLE }] : undefined
  clerk.act(form.get('taskId') ?? '', act, { ...(words !== '' && { reason: words }), ...(points && { points }) })
  return { kind: 'see', path: '/' }
}

async function orderFault({ faults }: RouteOptions, request: IncomingMessage): Promise<Reply> {
  const { kind, times } = await readControl(request)
  const fault = FAULTS.find((one) => one === kind)
  if (!fault || typeof times !== 'number') return json(400, { kinds: FAULTS })
  faults.order(fault, times)
  return json(200, { kind, times })
}

const isAct = (text: unknown): text is Act => typeof text === 'string' && Object.hasOwn(EVENT_BY_ACT, text)

function scanFile({ ledger, scanFolder }: RouteOptions, scanId: string): Reply {
  const materials = ledger.entries().flatMap((entry) => entry.file?.materials ?? [])
  const scan = materials.flatMap((material) => material.scans).find((one) => one.scanId === scanId)
  const path = join(scanFolder, scanId)
  return scan && existsSync(path) ? { kind: 'file', mediaType: scan.mediaType, path } : json(404, { error: '没有此件' })
}
