import { createHash } from 'node:crypto'
import type { Reply } from '@onetrip/client/api/reply'
import type { CaseId, DistrictId, ScanId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { acknowledgedText, type Acknowledged, type Acknowledgement } from '@onetrip/shared/wire/acknowledgement'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
import type { SimTransport } from './directTransport'
import type { FaultPlan } from './faults'
import type { Chance } from './random'

type Sessions = {
  readonly own: SimTransport
  /** Sessions of agents whose tablet this is not. */
  readonly others: readonly SimTransport[]
  readonly plan: FaultPlan
  readonly chance: Chance
  /** Told of a push under another's session that was taken. */
  readonly onTaken: (reply: string) => void
}

/** Another agent has signed in beside, and the browser has one cookie: now and then a call goes out under theirs. */
export function withOtherSessions({ own, others, plan, chance, onTaken }: Sessions): SimTransport {
  const session = (): SimTransport => (plan.strikes('other-session') ? chance.pick(others) : own)
  return {
    push: async (frames, epoch) => {
      const used = session()
      const reply = await used.push(frames, epoch)
      // It may come to nothing, as everything may, and a restored server may say only that it was restored.
      const isTaken = reply.kind === 'answer' && (reply.answer.outcomes.length > 0 || reply.answer.acknowledgement)
      if (used !== own && isTaken) onTaken(reply.kind)
      return reply
    },
    pull: (input) => session().pull(input),
    offer: (input) => session().offer(input),
    offerAndAppend: (input, bytes) => session().offerAndAppend(input, bytes),
    append: (upload, offset, bytes) => session().append(upload, offset, bytes),
  }
}

/**
 * Somebody on the way says that all is stored, and has passed nothing on: the words are right, the epoch and the digests
 * too, and only the signature is nobody's.
 */
export function withLiars(server: SimTransport, plan: FaultPlan, districtId: DistrictId): SimTransport {
  const lie = async <Answer>(make: (head: Head) => Answer): Promise<Reply<Answer>> => {
    const known = await server.pull({ cursors: {}, limit: 1 })
    if (known.kind !== 'answer') return { kind: 'unreachable' }
    const { epoch, serverTime, acknowledgementKeys = [] } = known.answer
    return { kind: 'answer', answer: make({ epoch, serverTime, keyId: acknowledgementKeys[0]?.keyId ?? 'nobody' }) }
  }
  const lieOfScan = (scan: { readonly caseId: CaseId; readonly scanId: ScanId }): Promise<Reply<UploadAnswer>> =>
    lie((head) => {
      const { caseId, scanId } = scan
      const acknowledgement = forge(head, [{ about: 'scan', districtId, caseId, scanId }])
      const { epoch, serverTime } = head
      return { epoch, serverTime, standing: { status: 'complete', arrivedAt: serverTime, acknowledgement } }
    })
  const lieOfFrames = (frames: readonly Frame[]): Promise<Reply<PushAnswer>> =>
    lie((head) => {
      const { epoch, serverTime } = head
      const things = frames.map(({ caseId, opId, body }) => {
        return { about: 'operation', districtId, caseId, opId, bodySha256: sha256Hex(body) } as const
      })
      const outcomes = frames.map(
        ({ opId }) => ({ status: 'applied', opId, revision: 1, receivedAt: serverTime }) as const,
      )
      return { epoch, serverTime, outcomes, acknowledgement: forge(head, things) }
    })
  const isLie = (): boolean => plan.strikes('liar-answers')
  const lieOfOffer = ({ caseId, scan }: OfferInput) => lieOfScan({ caseId, scanId: scan.scanId })
  return {
    pull: server.pull,
    push: (frames, epoch) => (isLie() ? lieOfFrames(frames) : server.push(frames, epoch)),
    offer: (input) => (isLie() ? lieOfOffer(input) : server.offer(input)),
    offerAndAppend: (input, bytes) => (isLie() ? lieOfOffer(input) : server.offerAndAppend(input, bytes)),
    append: (upload, ...piece) => (isLie() ? lieOfScan(upload) : server.append(upload, ...piece)),
  }
}

type Head = { readonly epoch: string; readonly serverTime: Instant; readonly keyId: string }

const forge = ({ epoch, serverTime, keyId }: Head, things: readonly Acknowledged[]): Acknowledgement => {
  const digests = things.map((thing) => sha256Hex(acknowledgedText(thing, serverTime)))
  return { keyId, epoch, digests, signature: `${'A'.repeat(86)}==` }
}

const sha256Hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
