import * as z from 'zod/mini'
import { CODE_31_PATTERN, formatCode31, mintCode31, readCode31, type Code31Refusal } from './code31'
import type { RandomBytes } from './ids'
import { ok, type Result } from './result'

/** What a resident asks with: 12 characters of the GB 32100 alphabet, 59 random bits. The server keeps its hash. */
export const QueryCode = z.string().check(z.regex(CODE_31_PATTERN)).brand<'QueryCode'>()
export type QueryCode = z.infer<typeof QueryCode>

/** `characters`: one that no code has, even when letters that look like digits are read as digits. */
export type QueryCodeRefusal = Code31Refusal

/** Mints a code; every one of the 31¹² is equally likely. Throws only when the source gives nothing usable. */
export const mintQueryCode = (random: RandomBytes): QueryCode => QueryCode.parse(mintCode31(random))

/** The code behind what was typed, read as kindly as it can be without guessing. */
export function normaliseQueryCode(text: string): Result<QueryCode, QueryCodeRefusal> {
  const read = readCode31(text)
  return read.ok ? ok(QueryCode.parse(read.value)) : read
}

/** Printed as 4-4-4. */
export const formatQueryCode = (code: QueryCode): string => formatCode31(code)
