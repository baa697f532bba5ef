import { PlainDate } from '@onetrip/shared/lib/time'
import * as z from 'zod/mini'

const Words = z.string().check(z.minLength(1))

const head = {
  number: Words,
  organName: Words,
  addressee: Words,
  itemName: Words,
  caseNumber: Words,
  date: PlainDate,
  /** When the organ got the application; clock A counts from here. */
  receivedOn: PlainDate,
  /** The law that the organ acts under with this act: 《中华人民共和国行政许可法》第三十二条第一款第五项. */
  basis: Words,
  /** 行政许可 has words and special procedures of its own; the other five types must not borrow them. */
  isLicence: z.boolean(),
  contact: z.optional(Words),
  sealWords: Words,
  /** As on a result document: a void seal and 演示样张, else an empty place for the seal. */
  isDemo: z.boolean(),
}

/** Where a person may go against a refusal, and until when. The limits are words from the item's data (60日, 六个月). */
export const Remedies = z.object({
  reviewBody: Words,
  reviewLimit: Words,
  court: Words,
  litigationLimit: Words,
})
export type Remedies = z.infer<typeof Remedies>

/** 受理通知书. Source: 行政许可法 art. 32, last paragraph; the promise is told with its date. */
export const AcceptanceNotice = z.object({
  kind: z.literal('acceptance'),
  ...head,
  acceptedOn: PlainDate,
  /** The promised limit in words (10个工作日). */
  limit: Words,
  decideBy: PlainDate,
  /** True while `decideBy` rests on a calendar year that the State Council has not announced (暂定). */
  isProvisional: z.boolean(),
})
export type AcceptanceNotice = z.infer<typeof AcceptanceNotice>

/** One thing to put right: the field or material, and why. */
export const CorrectionPoint = z.object({ subject: Words, reason: Words })
export type CorrectionPoint = z.infer<typeof CorrectionPoint>

/** 补正通知书: everything that is missing or wrong, told at once. Source: 行政许可法 art. 32(4). */
export const CorrectionNotice = z.object({
  kind: z.literal('correction'),
  ...head,
  points: z.array(CorrectionPoint).check(z.minLength(1)),
  /** Only where the item's own rule sets a day. */
  answerBy: z.optional(PlainDate),
  /** What happens when nobody answers; only where the item's own rule says so. */
  lapseWarning: z.optional(Words),
  howToAnswer: Words,
})
export type CorrectionNotice = z.infer<typeof CorrectionNotice>

/** 不予受理通知书. Source: 行政许可法 art. 32(1) and (2): with the place to go when it is another body's business. */
export const NotAcceptedNotice = z.object({
  kind: z.literal('not-accepted'),
  ...head,
  reason: Words,
  whereToGo: z.optional(Words),
  remedies: Remedies,
})
export type NotAcceptedNotice = z.infer<typeof NotAcceptedNotice>

/** 不予许可决定书. Source: 行政许可法 art. 38: reasons and remedies in writing. */
export const DenialNotice = z.object({
  kind: z.literal('denial'),
  ...head,
  reason: Words,
  remedies: Remedies,
})
export type DenialNotice = z.infer<typeof DenialNotice>

/** A written act of an organ (文书), as the person gets it. */
export const Notice = z.discriminatedUnion('kind', [
  AcceptanceNotice,
  CorrectionNotice,
  NotAcceptedNotice,
  DenialNotice,
])
export type Notice = z.infer<typeof Notice>
