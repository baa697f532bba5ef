import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { assertNever } from '@onetrip/shared/lib/result'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Reply } from '../api/reply'
import type { Desk } from './desk'

export type Act = DecideInput['act']

/** What became of the last act on a task. Until `unanswered` is answered, nothing else can be done to it. */
export type Decision =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending'; readonly input: DecideInput }
  | { readonly kind: 'unanswered'; readonly input: DecideInput }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly refusal: CaseRefusal }
  | { readonly kind: 'unsupported' }

/** What a person who acted is told. `ignored`: another act is on its way, or there is nothing to act on. */
export type DecideResult = Decision['kind'] | 'applied' | 'ignored'

export const isUnderWay = ({ kind }: Decision): boolean => kind === 'pending' || kind === 'unanswered'

/** A lost answer is asked for again after these pauses, with the same id; then a person is told. */
const ASK_AGAIN_AFTER_MS = [1_000, 3_000]
const WORTH_ASKING_AGAIN: ReadonlySet<Reply<OperationOutcome>['kind']> = new Set([
  'unreachable',
  'server-failed',
  'busy',
])

export async function askUntilAnswered(
  { api, wait }: Pick<Desk, 'api' | 'wait'>,
  input: DecideInput,
): Promise<Reply<OperationOutcome>> {
  for (const pauseMs of ASK_AGAIN_AFTER_MS) {
    const reply = await api.decide(input)
    if (!WORTH_ASKING_AGAIN.has(reply.kind)) return reply
    await wait(pauseMs)
  }
  return api.decide(input)
}

export function readOutcome(reply: Reply<OperationOutcome>, input: DecideInput): 'applied' | Decision {
  if (reply.kind === 'not-understood') return { kind: 'unsupported' }
  if (reply.kind !== 'answer') return { kind: 'unanswered', input }
  const { answer } = reply
  switch (answer.status) {
    case 'applied':
      return 'applied'
    case 'conflict':
      return { kind: 'conflict' }
    case 'refused':
      return { kind: 'refused', refusal: answer.refusal }
    case 'unsupported':
      return { kind: 'unsupported' }
    default:
      return assertNever(answer)
  }
}
