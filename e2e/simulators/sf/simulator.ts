import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFaults, type Faults } from './faults'
import { admit, answerEnvelope, refusalEnvelope, type Credentials } from './gate'
import { readBody, sendJson } from './http'
import { parseObject, textIn, type JsonObject } from './json'
import { openLedger, type Ledger } from './ledger'
import { createParcels, type Parcels } from './parcels'

export type SfSimulatorOptions = Credentials & {
  /** 0 takes a free port. */
  readonly port: number
  readonly dataDir: string
  /** Where scans are pushed to; empty for nowhere. */
  readonly pushUrl: string
  /** Pause between two scans of a parcel; 0 leaves every step to `POST /sim/advance`. */
  readonly stepMs: number
  readonly nowMs: () => number
}

export type SfSimulator = { readonly url: string; readonly close: () => Promise<void> }

type Parts = SfSimulatorOptions & { readonly ledger: Ledger; readonly faults: Faults; readonly parcels: Parcels }
type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** Starts SF Express on this machine's loopback. What it holds is on disk, so a restart goes on where it was. */
export async function startSfSimulator(options: SfSimulatorOptions): Promise<SfSimulator> {
  const ledger = openLedger(options.dataDir)
  const parts = { ...options, ledger, faults: createFaults(), parcels: createParcels(ledger, options) }
  const handlers = handlersOf(parts)

  const server = createServer((request, response) => {
    const handler = handlers.get(`${request.method ?? ''} ${request.url ?? ''}`)
    if (handler === undefined) sendJson(response, 404, { error: 'not found' })
    else Promise.resolve(handler(request, response)).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve)
  })

  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      parts.parcels.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** One address for all of SF's services; the rest is ours, for tests and demos. */
function handlersOf(parts: Parts): ReadonlyMap<string, Handler> {
  const { ledger, faults, parcels } = parts
  return new Map<string, Handler>([
    ['POST /std/service', async (request, response) => answerService(parts, request, response)],
    [
      'GET /health',
      (_, response) => sendJson(response, 200, { status: 'ok', simulator: 'sf', orders: ledger.all().length }),
    ],
    ['GET /sim/orders', (_, response) => sendJson(response, 200, { orders: ledger.all() })],
    [
      'POST /sim/advance',
      async (request, response) => sendJson(response, 200, { advanced: parcels.advance(await readControl(request)) }),
    ],
    [
      'POST /sim/fault',
      async (request, response) => {
        const isPlanned = faults.plan(await readControl(request))
        sendJson(response, isPlanned ? 200 : 400, { planned: isPlanned })
      },
    ],
  ])
}

const WRITING_SERVICES = ['EXP_RECE_CREATE_ORDER', 'EXP_RECE_UPDATE_ORDER']

/** The gate, then the service, then the envelope; and between them the faults that a test has ordered. */
async function answerService(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { ledger, faults, parcels } = parts
  const form = await readForm(request)
  const nowMs = parts.nowMs()
  const responseId = nowMs.toString(16).toUpperCase().padStart(32, '0')
  if (faults.strikes('500')) {
    sendJson(response, 500, { error: 'Internal Server Error' })
    return
  }

  const call = faults.strikes('throttle') ? ({ refused: 'A1005' } as const) : admit(form, parts, nowMs)
  if ('refused' in call) {
    sendJson(response, 200, refusalEnvelope(call, responseId))
    return
  }

  const answer = call.service(ledger, call.msgData)
  if (call.serviceCode === 'EXP_RECE_CREATE_ORDER') parcels.startMoving(textIn(call.msgData, 'orderId'))
  const hasCommitted = WRITING_SERVICES.includes(call.serviceCode) && answer.success === true
  if (hasCommitted && faults.strikes('drop-after-commit')) request.socket.destroy()
  else sendJson(response, 200, answerEnvelope(answer, responseId))
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  const body = await readBody(request)
  return new URLSearchParams(isForm ? body : '') // empty: the gate misses every field, as SF does
}

async function readControl(request: IncomingMessage): Promise<JsonObject> {
  return parseObject((await readBody(request)) ?? '') ?? {}
}
