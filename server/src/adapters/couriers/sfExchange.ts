import { instantToMs, type Clock } from '@onetrip/shared/lib/time'
import { CourierOutage } from '../../domain/dispatch/courier'
import { sfDigest } from './sfDigest'

/** The contract with SF, and what the adapter touches outside itself. */
export type SfDeps = {
  /** One of SF's service addresses, or http on this machine's loopback (the simulator). */
  readonly serviceUrl: string
  readonly partnerId: string
  readonly checkWord: string
  /** 月结卡号, ten digits; undefined: each sending is paid for at pick-up. */
  readonly monthlyCard?: string | undefined
  /** For one exchange, connection and answer together. */
  readonly timeoutMs: number
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** A new UUID for each request. */
  readonly newRequestId: () => string
}

/** SF's four `std/service` addresses: production (two names), Hong Kong, sandbox. */
const SF_SERVICE_URLS: readonly string[] = [
  'https://bspgw.sf-express.com/std/service',
  'https://sfapi.sf-express.com/std/service',
  'https://sfapi-hk.sf-express.com/std/service',
  'https://sfapi-sbox.sf-express.com/std/service',
]

const MAX_ANSWER_BYTES = 1024 * 1024

/** True for the addresses that names, phones and addresses of residents may be sent to. */
export function isSfServiceUrl(serviceUrl: string): boolean {
  return SF_SERVICE_URLS.includes(serviceUrl) || /^http:\/\/127\.0\.0\.1:\d{1,5}\/std\/service$/.test(serviceUrl)
}

/** One signed request, and the text of its answer. Throws `CourierOutage` when there is none within limits. */
export async function exchangeWithSf(deps: SfDeps, serviceCode: string, message: object): Promise<string> {
  const msgData = JSON.stringify(message) // once: what is signed is what is sent
  const timestamp = String(instantToMs(deps.clock()))
  const form = new URLSearchParams({
    partnerID: deps.partnerId,
    requestID: deps.newRequestId(),
    serviceCode,
    timestamp,
    msgDigest: sfDigest(msgData, timestamp, deps.checkWord),
    msgData,
  })
  try {
    const response = await deps.fetch(deps.serviceUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: form.toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(deps.timeoutMs),
    })
    if (response.status !== 200) throw new CourierOutage('http-status', String(response.status))
    return await readBounded(response)
  } catch (cause) {
    if (cause instanceof CourierOutage) throw cause
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError'
    throw new CourierOutage(isTimeout ? 'timeout' : 'unreachable', serviceCode, { cause })
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? []
  // Leaving the loop early cancels the rest of the answer.
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > MAX_ANSWER_BYTES) throw new CourierOutage('unreadable-answer', `over ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
