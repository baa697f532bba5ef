import { createHash, randomUUID } from 'node:crypto'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import { CaseId, OpId, PostId, StationId, type DeviceId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn } from '@onetrip/shared/lib/time'
import { encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import type { CaseSubmit } from '@onetrip/shared/wire/operation'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { Actor } from '../src/domain/actor'
import type { House } from '../src/domain/house'
import { newId } from '../src/app/parts'
import { callerFor, type TestHouse } from './house'
import { FOOD_LICENCE, makeContent, makePage, signed, type SamplePage } from './samples'

export type SampleSubmit = {
  /** The agent who takes it in; the house's first when it is not said. */
  readonly actor?: Actor
  readonly itemCodes?: readonly ItemCode[]
  /** Scans in all, the signature's picture among them; 4 when it is not said. */
  readonly scans?: number
  /** Pages other than the usual ones. */
  readonly pages?: readonly SamplePage[]
  /** A change to the content that was made. */
  readonly change?: (content: CaseContent) => CaseContent
}

export type MadeSubmit = { readonly op: CaseSubmit; readonly pages: readonly SamplePage[] }

/** Numbers that no two receipts of a test share. */
const counters = { receipt: 0 }

/** An operation that the house applies: a new case, with ids and a receipt number of its own. */
export async function makeSubmit(test: TestHouse, sample: SampleSubmit = {}): Promise<MadeSubmit> {
  const actor = sample.actor ?? test.actors.agent
  const now = test.house.clock()
  const count = sample.scans ?? 4
  const pages = sample.pages ?? (await Promise.all(Array.from({ length: count }, (_, number) => makePage(number))))
  const made = makeContent(test.data, { itemCodes: sample.itemCodes ?? [FOOD_LICENCE], pages, now })
  const content = sample.change ? signed(sample.change(made), test.data) : made
  counters.receipt += 1
  const receipt = makeReceiptNumber({
    stationId: StationId.parse(actor.unitId),
    date: dateIn(test.data.district.timeZone, now),
    deviceNumber: 1,
    counter: counters.receipt,
  })
  if (!receipt.ok) throw new Error(`no receipt number: ${receipt.error}`)
  const op: CaseSubmit = {
    opId: OpId.parse(newId()),
    districtId: test.house.districtId,
    caseId: CaseId.parse(newId()),
    kind: 'case.submit',
    v: 1,
    authorPostId: PostId.parse(actor.postId),
    baseRevision: 0,
    deviceTime: now,
    lastServerTime: now,
    elapsedMs: 0,
    catalogueVersion: 1,
    payload: {
      content,
      receiptNumber: receipt.value,
      queryCodeSha256: sha256(randomUUID()),
      secondFact: { kind: 'phone-tail', sha256: sha256('8000') },
      insisted: count < 4,
    },
  }
  return { op, pages }
}

/** An operation, whatever it is, in its frame. */
export function frameOf(
  op: { readonly opId: OpId; readonly caseId: CaseId },
  deviceId: DeviceId,
  deviceSeq = 1,
): Frame {
  const body = new TextEncoder().encode(JSON.stringify(op))
  return { frame: 1, deviceId, deviceSeq, opId: op.opId, caseId: op.caseId, alg: 'clear', keyId: '', body }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Sends frames through the procedure, as the actor's tablet would. */
export function push(house: House, actor: Actor, frames: readonly Frame[]): Promise<PushAnswer> {
  const stream = new Blob([encodeFrames(frames)]).stream()
  // tRPC types what a client gives it (bytes); what the server gets of it, and a caller must hand over, is a stream.
  return callerFor(house, actor).sync.push(stream as unknown as Uint8Array)
}
