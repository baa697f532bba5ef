import * as z from 'zod/mini'
import { words } from '../lib/words'
import { PlainDate } from '../lib/time'
import { CorrectionPoint } from './correction'

/** As many points as fit one 补正通知, from our console and from a department's own system alike. */
export const MAX_CORRECTION_POINTS = 60

/** What is asked for, as it comes in. What is stored is read by `CorrectionPoint`, which older words passed. */
export const WrittenPoints = z
  .array(z.object({ ...CorrectionPoint.def.shape, words: words(1000) }))
  .check(z.minLength(1), z.maxLength(MAX_CORRECTION_POINTS))

/** A result as it comes in: it does not end before it begins. What is stored is read by `IssuedDocument`. */
export const WrittenDocument = z
  .object({ name: words(100), number: words(60), issuedOn: PlainDate, validUntil: z.optional(PlainDate) })
  .check(z.refine((it) => !it.validUntil || it.issuedOn <= it.validUntil, { path: ['validUntil'] }))
