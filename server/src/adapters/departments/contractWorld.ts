import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DepartmentEventAnswer, DepartmentTaskFile, TaskAnnouncement } from '@onetrip/shared/department/message'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { readEndpoint } from './endpoint'
import { createDepartmentGateway, type GatewayOptions } from './gateway'
import { type AuthenticEvent, receiveEvent, receivePull } from './inbound'
import { mintPrivateKey, publicKeyText, readPrivateKey, readPublicKey } from '../signing/keys'
import { resolveHost, sendPinned } from './send'
import type { IncomingHeaders } from './signature'

// OneTrip as one department sees it, for the contract test: a task, its file, our three doors, our gateway.

export const wallMs = (): number => new Date().getTime()

/** A fresh key pair in both forms: as text for a stranger, as key for our own code. */
export function newKeys() {
  const privateText = mintPrivateKey((length) => crypto.getRandomValues(new Uint8Array(length)))
  const privateKey = readPrivateKey(privateText)
  if (!privateKey.ok) throw new Error(privateKey.error.kind)
  const publicText = publicKeyText(privateKey.value)
  const publicKey = readPublicKey(publicText)
  if (!publicKey.ok) throw new Error(publicKey.error.kind)
  return { privateText, privateKey: privateKey.value, publicText, publicKey: publicKey.value }
}
export const ours = newKeys()
export const theirs = newKeys()

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
export const pages = [Buffer.from('page one'), Buffer.alloc(300_000, 7)]

export const taskId = '0197c3a1-5b1e-7c3d-8a52-6f1e2d3c4b5a'
const assignment = {
  districtId: '430102',
  departmentId: 'urban-management',
  taskId,
  caseId: '0197c3a1-5b1e-7a10-9b3c-1f2e3d4c5b6a',
  itemCode: '000117017000',
  itemVersion: 1,
  receiptNumber: '4301020090012607010030076',
  receivedAt: '2026-07-01T01:29:58.120Z',
  dueOn: '2026-07-08',
}

export const announcementOf = (type: TaskAnnouncement['type']): TaskAnnouncement =>
  TaskAnnouncement.parse({ type, timestamp: assignment.receivedAt, data: assignment })

const taskFile = DepartmentTaskFile.parse({
  ...assignment,
  itemName: '设置大型户外广告',
  capacity: 'window',
  station: { stationId: '430102009001', name: '样例社区' },
  collectedAt: '2026-07-01T01:12:40.000Z',
  parties: [
    {
      role: 'applicant',
      kind: 'legal-person',
      name: '<b>样例</b>餐饮有限公司',
      idType: 'credit-code',
      idNumber: '91430102MA4L000000',
      identityCheck: 'scanned',
    },
  ],
  fields: [{ ref: 'signMaterial', label: '材质', value: 'led', words: 'LED 显示屏' }],
  materials: [
    {
      ref: 'night-view',
      name: '昼夜实景效果图',
      how: 'scanned',
      scans: pages.map((page) => ({ scanId: sha256(page), sizeBytes: page.length, mediaType: 'image/jpeg' })),
    },
  ],
})

/** What happens to one of the next requests, in the order pushed. */
export type Trouble = 'none' | 'refuse' | 'drop-after-taking' | 'busy' | 'other-bytes' | 'not-there'

/** One try of one event, as it came over the wire and as we read it. */
export type HeardEvent = AuthenticEvent & { readonly headers: IncomingHeaders; readonly body: Buffer }

export type Doors = {
  readonly url: string
  readonly heard: HeardEvent[]
  /** Paths below the task's, each time one was pulled. */
  readonly pulled: string[]
  readonly troubles: Trouble[]
  /** Why a request was not taken as the department's. */
  readonly refused: string[]
  readonly close: () => Promise<void>
}

/** Our three doors for a department, opened by the production code that stands behind them. */
export async function openDoors(): Promise<Doors> {
  const seen = { heard: [], pulled: [], troubles: [], refused: [] }
  const server = createServer((request, response) => {
    answer(seen, request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { ...seen, url: `http://127.0.0.1:${port}`, close }
}

type Seen = Omit<Doors, 'url' | 'close'>

async function answer(seen: Seen, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const trouble = seen.troubles.shift()
  if (trouble === 'busy') response.writeHead(503).end()
  else if (request.method === 'POST') hear(seen, { request, body: Buffer.concat(chunks), trouble }, response)
  else handOut(seen, { request, trouble }, response)
}

const door = (request: IncomingMessage) => ({
  headers: request.headers,
  publicKeys: [theirs.publicKey],
  nowSeconds: Math.floor(wallMs() / 1000),
})

type Knock = { readonly request: IncomingMessage; readonly trouble: Trouble | undefined }

function hear(seen: Seen, { request, body, trouble }: Knock & { body: Buffer }, response: ServerResponse): void {
  const message = receiveEvent({ ...door(request), body })
  if (!message.ok) {
    refuse(seen, message.error.kind, response)
    return
  }
  seen.heard.push({ ...message.value, headers: request.headers, body })
  if (trouble === 'drop-after-taking') response.destroy()
  else response.end(JSON.stringify(trouble === 'refuse' ? REFUSED : APPLIED))
}

const APPLIED: DepartmentEventAnswer = { status: 'applied' }
const REFUSED: DepartmentEventAnswer = { status: 'refused', refusal: { kind: 'wrong-status', status: 'received' } }

function handOut(seen: Seen, { request, trouble }: Knock, response: ServerResponse): void {
  const path = request.url ?? ''
  const message = receivePull({ ...door(request), path })
  if (!message.ok) {
    refuse(seen, message.error.kind, response)
    return
  }
  if (trouble === 'not-there') {
    response.writeHead(404).end()
    return
  }
  seen.pulled.push(path.replace(`/api/departments/urban-management/tasks/${taskId}`, ''))
  const page = pages.find((one) => path.endsWith(`/scans/${sha256(one)}`))
  const bytes = page ?? Buffer.from(JSON.stringify(taskFile))
  response.end(trouble === 'other-bytes' ? bytes.map((byte) => byte ^ 1) : bytes)
}

function refuse(seen: Seen, kind: string, response: ServerResponse): void {
  seen.refused.push(kind)
  response.writeHead(401).end()
}

/** Our real gateway, to a department on this machine. */
export function gatewayTo(announcementsUrl: string, options: Partial<GatewayOptions> = {}) {
  const endpoint = readEndpoint(announcementsUrl, { allowLoopback: true })
  return createDepartmentGateway({
    findEndpoint: () => (endpoint.ok ? endpoint.value : undefined),
    privateKeys: [ours.privateKey],
    now: () => instantFromMs(wallMs()),
    resolve: resolveHost,
    send: sendPinned,
    ...options,
  })
}
