import { PlainDate } from '@onetrip/shared/lib/time'
import * as z from 'zod/mini'

const Words = z.string().check(z.minLength(1))

/** One row of a result: what it is (经营场所) and what it says. */
export const DocumentFact = z.object({ label: Words, value: z.string() })
export type DocumentFact = z.infer<typeof DocumentFact>

/** What a department issues when it says yes (制证): a licence, a confirmation, a filing slip. */
export const ResultDocument = z.object({
  title: Words,
  number: Words,
  holderName: Words,
  itemName: Words,
  facts: z.array(DocumentFact),
  organName: Words,
  issuedOn: PlainDate,
  /** Last day on which it holds; absent when it holds until it is taken back. */
  validUntil: z.optional(PlainDate),
  /** What the QR code says; it must name no person, for anyone may scan it. At most 500 characters. */
  qrText: Words.check(z.maxLength(500)),
  sealWords: Words,
  /** A demo bears a void seal and says 演示样张. Without it the seal's place stays empty: the printer never forges one. */
  isDemo: z.boolean(),
})
export type ResultDocument = z.infer<typeof ResultDocument>
