import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ClerkOptions, employClerk } from './clerk'
import { planFaults } from './faults'
import { sendReply } from './http'
import { openLedger } from './ledger'
import { connectOneTrip } from './oneTrip'
import { replyTo } from './routes'
import { importPrivateKey, importPublicKeys } from './signing'

export type SimulatorOptions = {
  /** 0: any free one. */
  readonly port: number
  readonly dataFolder: string
  readonly departmentId: string
  /** `whsk_…` */
  readonly privateKey: string
  /** `whpk_…`, several parted by spaces. */
  readonly oneTripPublicKey: string
  readonly oneTripUrl: string
  readonly stepMs: number
  readonly nowMs: () => number
  readonly retryMs?: ClerkOptions['retryMs']
  readonly slowMs?: number
}

export type Simulator = {
  readonly port: number
  readonly url: string
  /** Where OneTrip sends its announcements. */
  readonly announcementsUrl: string
  /** Stops at once, like a process that is ended; what was registered or decided is on the disk. */
  readonly close: () => Promise<void>
}

/** A department's own approval system: registers, pulls, decides, tells. Goes on where it was stopped. */
export async function startDepartment(options: SimulatorOptions): Promise<Simulator> {
  const { departmentId, nowMs } = options
  const closing = new AbortController()
  const { signal } = closing
  const scanFolder = join(options.dataFolder, 'scans')
  const ledger = openLedger(join(options.dataFolder, 'ledger.jsonl'))
  const privateKey = importPrivateKey(options.privateKey)
  const oneTrip = connectOneTrip({ baseUrl: options.oneTripUrl, departmentId, privateKey, scanFolder, nowMs, signal })
  const retryMs = options.retryMs ?? { first: 250, most: 30_000 }
  const clerk = employClerk({ ledger, oneTrip, stepMs: options.stepMs, retryMs, nowMs, signal })

  const oneTripKeys = importPublicKeys(options.oneTripPublicKey)
  const reception = { departmentId, oneTripKeys, ledger, nowMs }
  const room = { clerk, faults: planFaults(), slowMs: options.slowMs ?? 60_000, scanFolder, signal }
  const server = createServer((request, response) => {
    replyTo({ ...reception, ...room }, request).then(
      (reply) => sendReply(reply, response),
      () => response.destroy(),
    )
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  for (const { taskId } of ledger.entries()) clerk.wake(taskId)

  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const close = async (): Promise<void> => {
    closing.abort()
    server.closeAllConnections()
    server.close()
    await clerk.idle()
    ledger.close()
  }
  return { port, url, announcementsUrl: `${url}/onetrip/announcements`, close }
}
