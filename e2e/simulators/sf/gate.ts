import { msgDigest } from './digest'
import { parseObject, type JsonObject } from './json'
import { SERVICE_BY_CODE, type Answer, type Service } from './services'

/** Who may call, and by what they sign. */
export type Credentials = { readonly partnerId: string; readonly checkWord: string }

/** A call that passed the gate: who answers it, and what it asks. */
export type Call = { readonly serviceCode: string; readonly service: Service; readonly msgData: JsonObject }

const MAX_AGE_MS = 5 * 60_000
const REQUIRED = ['partnerID', 'requestID', 'serviceCode', 'timestamp', 'msgDigest', 'msgData'] as const

/** What the platform looks at before any service does: all there, known partner, right digest, fresh, known service. */
export function admit(form: URLSearchParams, credentials: Credentials, nowMs: number): Call | Refused {
  if (REQUIRED.some((name) => !form.get(name))) return refuse('A1001')
  const field = (name: (typeof REQUIRED)[number]): string => form.get(name) ?? ''

  if (field('partnerID') !== credentials.partnerId) return refuse('A1004')
  // Over the very text that came, before anything parses it: one other byte and the digest is another.
  const expected = msgDigest(field('msgData'), field('timestamp'), credentials.checkWord)
  if (field('msgDigest') !== expected) return refuse('A1006')
  if (!(Math.abs(nowMs - Number(field('timestamp'))) <= MAX_AGE_MS)) return refuse('A1002')

  const serviceCode = field('serviceCode')
  const service = SERVICE_BY_CODE.get(serviceCode)
  if (service === undefined) return refuse('A1004')
  const msgData = parseObject(field('msgData'))
  return msgData === undefined ? refuse('A1001') : { serviceCode, service, msgData }
}

const PLATFORM_WORDS = {
  A1001: '必传参数不可为空',
  A1002: '请求时效已过期',
  A1004: '无对应服务权限',
  A1005: '流量受控',
  A1006: '数字签名无效',
} as const

export type Refused = { readonly refused: keyof typeof PLATFORM_WORDS }

const refuse = (code: Refused['refused']): Refused => ({ refused: code })

/** The outer half of an answer when the platform itself says no. */
export function refusalEnvelope({ refused }: Refused, responseId: string): JsonObject {
  return {
    apiErrorMsg: PLATFORM_WORDS[refused],
    apiResponseID: responseId,
    apiResultCode: refused,
    apiResultData: null,
  }
}

/** The outer half around a service's answer: JSON in JSON. `A1000` says only that the call came through. */
export function answerEnvelope(answer: Answer, responseId: string): JsonObject {
  return {
    apiErrorMsg: '',
    apiResponseID: responseId,
    apiResultCode: 'A1000',
    apiResultData: JSON.stringify(answer),
  }
}
