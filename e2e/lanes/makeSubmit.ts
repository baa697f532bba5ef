import { randomBytes } from 'node:crypto'
import type { CaseContent } from '@onetrip/shared/case/content'
import { CaseId, OpId, uuidv7, type DistrictId, type PostId, type StationId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn, type Instant, instantToMs } from '@onetrip/shared/lib/time'

/** Who takes an application in, and on which tablet. */
export type Author = {
  readonly districtId: DistrictId
  readonly postId: PostId
  readonly stationId: StationId
  readonly deviceNumber: number
}

/** `counter`: how many applications the tablet has handed in before. */
export type Moment = { readonly counter: number; readonly now: Instant }

/** An operation that hands an application in, as a tablet writes it down: UTF-8 JSON. */
export type Submit = {
  readonly caseId: CaseId
  readonly opId: OpId
  readonly receiptNumber: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** Hands in a new application with this content; its resident asks for it with a number that nobody knows. */
export function makeSubmit(author: Author, content: CaseContent, { counter, now }: Moment): Submit {
  const { districtId, postId, stationId, deviceNumber } = author
  const receipt = makeReceiptNumber({ stationId, date: dateIn('Asia/Shanghai', now), deviceNumber, counter })
  if (!receipt.ok) throw new Error(receipt.error)
  const newId = (): string => uuidv7(instantToMs(now), (length) => Uint8Array.from(randomBytes(length)))
  const caseId = CaseId.parse(newId())
  const opId = OpId.parse(newId())
  const payload = {
    content,
    receiptNumber: receipt.value,
    queryCodeSha256: randomBytes(32).toString('hex'),
    secondFact: { kind: 'pin', sha256: randomBytes(32).toString('hex') },
    insisted: true,
  }
  const header = { opId, districtId, caseId, kind: 'case.submit', v: 1, authorPostId: postId }
  const operation = { ...header, baseRevision: 0, deviceTime: now, catalogueVersion: 1, payload }
  return { caseId, opId, receiptNumber: receipt.value, body: new TextEncoder().encode(JSON.stringify(operation)) }
}
