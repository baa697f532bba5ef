import { TaskRegistration } from '@onetrip/shared/department/message'
import type { DepartmentId, DistrictId } from '@onetrip/shared/lib/ids'
import { type Clock, instantToMs } from '@onetrip/shared/lib/time'
import {
  type AnnounceAnswer,
  type Announcement,
  type DepartmentGateway,
  DepartmentOutage,
} from '../../domain/department/gateway'
import { type DepartmentEndpoint, hostOf, pickAddress } from './endpoint'
import type { PrivateKeys } from '../signing/keys'
import type { PinnedAnswer, ResolveHost, SendPinned } from './send'
import { signMessage } from './signature'

/** For the whole call, name look-up included. Standard Webhooks asks senders for 15 to 30 s. */
export const ANNOUNCE_TIMEOUT_MS = 15_000

const MAX_ANSWER_BYTES = 64 * 1024
const MAX_RETRY_AFTER_SECONDS = 86_400

export type GatewayOptions = {
  /** The allow-list. Undefined for a department without a system of its own. */
  readonly findEndpoint: (districtId: DistrictId, departmentId: DepartmentId) => DepartmentEndpoint | undefined
  readonly privateKeys: PrivateKeys
  readonly now: Clock
  readonly resolve: ResolveHost
  readonly send: SendPinned
  readonly timeoutMs?: number
}

/** Announces tasks by signed HTTP as docs/spec/department.md says. Keeps nothing between two calls. */
export function createDepartmentGateway(options: GatewayOptions): DepartmentGateway {
  return {
    announce: async (announcement) => {
      const { districtId, departmentId } = announcement.announcement.data
      const endpoint = options.findEndpoint(districtId, departmentId)
      if (!endpoint) throw new DepartmentOutage('not-connected')
      return toAnnounceAnswer(await deliver(endpoint, announcement, options), instantToMs(options.now()))
    },
  }
}

async function deliver(
  endpoint: DepartmentEndpoint,
  { messageId, announcement }: Announcement,
  options: GatewayOptions,
): Promise<PinnedAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? ANNOUNCE_TIMEOUT_MS)
  const address = await findAddress(endpoint, options.resolve, signal)
  const body = Buffer.from(JSON.stringify(announcement), 'utf8')
  const timestampSeconds = Math.floor(instantToMs(options.now()) / 1000)
  const signature = signMessage({ id: messageId, timestampSeconds, payload: body }, options.privateKeys)
  const headers = { ...signature, 'content-type': 'application/json', accept: 'application/json' }
  try {
    return await options.send({ url: endpoint.url, address, headers, body, signal, maxAnswerBytes: MAX_ANSWER_BYTES })
  } catch (cause) {
    if (cause instanceof DepartmentOutage) throw cause
    throw new DepartmentOutage(signal.aborted ? 'timeout' : 'unreachable', { cause })
  }
}

async function findAddress(endpoint: DepartmentEndpoint, resolve: ResolveHost, signal: AbortSignal): Promise<string> {
  const addresses = await untilAborted(resolve(hostOf(endpoint.url)), signal).catch((cause: unknown) => {
    throw new DepartmentOutage(signal.aborted ? 'timeout' : 'unresolved', { cause })
  })
  if (addresses.length === 0) throw new DepartmentOutage('unresolved')
  const address = pickAddress(endpoint, addresses)
  if (address === undefined) throw new DepartmentOutage('address-refused')
  return address
}

/** A look-up cannot be called off, but it need not be waited for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted', { cause: signal.reason })), { once: true })
  })
  return Promise.race([work, aborted])
}

function toAnnounceAnswer({ httpStatus, retryAfter, body }: PinnedAnswer, nowMs: number): AnnounceAnswer {
  if (httpStatus >= 200 && httpStatus < 300) return readRegistration(httpStatus, body)
  // The address is listed by a person, and moved by one: the department's own server has no say in it.
  if (httpStatus < 400) throw new DepartmentOutage('redirected')
  if (isPassing(httpStatus))
    throw new DepartmentOutage('busy', { retryAfterSeconds: readRetryAfter(retryAfter, nowMs) })
  return { status: 'refused', httpStatus, answer: storable(body) }
}

/** No database keeps the character of code 0. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD')

const isPassing = (httpStatus: number): boolean =>
  httpStatus === 408 || httpStatus === 425 || httpStatus === 429 || httpStatus >= 500

function readRegistration(httpStatus: number, body: string): AnnounceAnswer {
  const registration = TaskRegistration.safeParse(parseJson(body))
  if (!registration.success) return { status: 'unreadable', httpStatus, answer: storable(body) }
  return { status: 'registered', registrationNumber: registration.data.registrationNumber }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Seconds, or a date (RFC 9110 §10.2.3). Undefined when it says neither, or now: then our own pauses grow. */
function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - nowMs) / 1000)
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined
}
