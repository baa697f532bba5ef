// Goal: the SF adapter keeps the courier contract on the real wire. Method: the simulator, bundled as it is shipped,
// runs as a process of its own; the adapter talks to it over loopback, and its faults are ordered over HTTP.
import { build } from 'esbuild'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DispatchId } from '@onetrip/shared/lib/ids'
import { addMs, Instant, type Clock } from '@onetrip/shared/lib/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeCourierContract, type CourierUnderTest } from './courierContract'
import { createSfCourier } from './sf'
import type { SfDeps } from './sfExchange'

const CHECK_WORD = 'demo-check-word'
const MAIN = fileURLToPath(new URL('../../../../e2e/simulators/sf/main.ts', import.meta.url))

type Running = { readonly url: string; readonly process: ChildProcess }

const folder = await mkdtemp(join(tmpdir(), 'onetrip-sf-'))
const bundle = join(folder, 'sf.mjs')
const running: Running[] = []

beforeAll(async () => {
  await build({
    entryPoints: [MAIN],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  running.push(await start())
})

afterAll(async () => {
  await Promise.all(running.map(stop))
  await rm(folder, { recursive: true })
})

describeCourierContract(() => {
  const { url } = getRunning()
  return {
    courier: createSfCourier(depsFor(url)),
    courierWithWrongSecret: createSfCourier({ ...depsFor(url), checkWord: 'another' }),
    loseNextAnswer: () => control('POST /sim/fault', { kind: 'drop-after-commit', times: 1 }),
    throttleNextCall: () => control('POST /sim/fault', { kind: 'throttle', times: 1 }),
    failNextCall: () => control('POST /sim/fault', { kind: '500', times: 1 }),
    advance: (orderId) => control('POST /sim/advance', { orderId }),
    ordersFor,
    clock: wallClock,
    servedCity: '长沙市',
    unservedCity: '三沙市',
    reviewedCity: '那曲市',
  } satisfies CourierUnderTest
})

describe('SF in particular', () => {
  it('[COUR-R11] a wrong digest is SF’s A1006, an unknown partner its A1004', async () => {
    const { url } = getRunning()
    const id = newDispatchId()
    await expect(createSfCourier({ ...depsFor(url), checkWord: 'x' }).trace(id)).rejects.toThrow('SF A1006')
    await expect(createSfCourier({ ...depsFor(url), partnerId: 'x' }).trace(id)).rejects.toThrow('SF A1004')
  })

  it('[COUR-R7] a clock ten minutes off is an outage of its own kind', async () => {
    const clock: Clock = () => addMs(wallClock(), -600_000)
    const courier = createSfCourier({ ...depsFor(getRunning().url), clock })
    await expect(courier.trace(newDispatchId())).rejects.toMatchObject({ kind: 'stale-request' })
  })

  it('[COUR-R3] an order outlives the simulator that took it, killed without warning', async () => {
    const before = getRunning()
    const dispatchId = newDispatchId()
    const contact = {
      name: '样例',
      mobile: '13800000002',
      province: '湖南省',
      city: '长沙市',
      county: '芙蓉区',
      address: '样例路1号',
    }
    const order = { dispatchId, sender: contact, receiver: contact, weightGrams: 50 }
    const booked = await createSfCourier(depsFor(before.url)).book(order)

    await stop(before)
    const gone = createSfCourier(depsFor(before.url)).findBooking(dispatchId)
    await expect(gone).rejects.toMatchObject({ kind: 'unreachable' })
    running.push(await start())
    expect(await createSfCourier(depsFor(getRunning().url)).book(order)).toEqual(booked)
  })
})

function getRunning(): Running {
  const last = running.at(-1)
  if (last === undefined) throw new Error('the simulator is not running')
  return last
}

function depsFor(url: string): SfDeps {
  return {
    serviceUrl: `${url}/std/service`,
    partnerId: 'DEMO',
    checkWord: CHECK_WORD,
    timeoutMs: 5_000,
    fetch: globalThis.fetch,
    clock: wallClock,
    newRequestId: () => crypto.randomUUID(),
  }
}

async function start(): Promise<Running> {
  const env = { SF_PORT: '0', SF_DATA: join(folder, 'data'), SF_PARTNER_ID: 'DEMO', SF_CHECK_WORD: CHECK_WORD }
  const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the simulator ended before it listened')))
    child.stdout.on('data', (text: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text.toString())
      if (found !== null) resolve(found[0])
    })
  })
  return { url, process: child }
}

async function stop({ process: child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function control(endpoint: `POST ${string}`, body: object): Promise<void> {
  const response = await fetch(getRunning().url + endpoint.slice(5), { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

async function ordersFor(dispatchId: DispatchId): Promise<unknown[]> {
  const response = await fetch(`${getRunning().url}/sim/orders`)
  const { orders } = (await response.json()) as { orders: { orderId: string; request: unknown }[] } // README.md of it
  return orders.filter(({ orderId }) => orderId === dispatchId).map(({ request }) => request)
}

const wallClock: Clock = () => Instant.parse(new Date().toISOString())
const newDispatchId = (): DispatchId => DispatchId.parse(crypto.randomUUID())
