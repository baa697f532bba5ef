import { assertNever } from '@onetrip/shared/lib/result'
import * as z from 'zod/mini'
import { CourierOutage } from '../../domain/dispatch/courier'
import { meaningOfBusinessCode, meaningOfPlatformCode, type SfMeaning } from './sfCodes'

/** What SF's service said: its message, or a no that is neither an outage nor a mistake of ours. */
export type SfAnswer =
  { readonly means: 'done'; readonly msgData: unknown } | Exclude<SfMeaning, { means: 'outage' } | { means: 'fault' }>

const Envelope = z.object({ apiResultCode: z.string(), apiResultData: z.nullish(z.string()) })

// Both are seen in the wild: `success` as a boolean or a word, `errorCode` as a text or a number.
const ServiceResult = z.object({
  success: z.union([z.boolean(), z.enum(['true', 'false'])]),
  errorCode: z.nullish(z.union([z.string(), z.number()])),
  errorMsg: z.nullish(z.string()),
  msgData: z.unknown(),
})

/** Opens both envelopes, JSON in JSON. Throws `CourierOutage` for an outage, a plain error for a mistake of ours. */
export function openSfAnswer(text: string): SfAnswer {
  const envelope = parseAs(Envelope, text)
  if (envelope.apiResultCode !== 'A1000') {
    return answerOrThrow(meaningOfPlatformCode(envelope.apiResultCode), envelope.apiResultCode)
  }
  const result = parseAs(ServiceResult, envelope.apiResultData ?? '')
  if (String(result.success) === 'true') return { means: 'done', msgData: result.msgData }
  const code = String(result.errorCode ?? '')
  return answerOrThrow(meaningOfBusinessCode(code, result.errorMsg ?? ''), code)
}

/** The message as its document promises it; anything else is an outage, for guessing could book twice. */
export function readSfMessage<T extends z.ZodMiniType>(schema: T, msgData: unknown): z.infer<T> {
  const read = schema.safeParse(msgData)
  if (read.success) return read.data
  const where = read.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new CourierOutage('unreadable-answer', `at ${where}`)
}

// SF's own sentence stays out of both errors: it may quote a name or a phone number, and errors are logged.
function answerOrThrow(meaning: SfMeaning, code: string): SfAnswer {
  switch (meaning.means) {
    case 'outage':
      throw new CourierOutage(meaning.kind, code)
    case 'fault':
      throw new Error(`SF ${code}: ${meaning.because}`)
    case 'refused':
    case 'order-exists':
    case 'order-unknown':
    case 'order-cancelled':
    case 'past-cancelling':
      return meaning
    default:
      return assertNever(meaning)
  }
}

function parseAs<T extends z.ZodMiniType>(schema: T, text: string): z.infer<T> {
  try {
    return readSfMessage(schema, JSON.parse(text))
  } catch (cause) {
    if (cause instanceof CourierOutage) throw cause
    throw new CourierOutage('unreadable-answer', 'no JSON')
  }
}
