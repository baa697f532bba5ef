import * as z from 'zod/mini'
import { ALPHABET_31 } from './creditCode'
import type { RandomBytes } from './ids'
import { err, ok, type Result } from './result'
import { compactCode } from './typed'

const CODE_LENGTH = 12

/** With a sound source one round nearly always suffices; this many without twelve characters is a broken one. */
const MAX_ROUNDS = 16

/** Bytes from here on would make some characters likelier than others. */
const FIRST_UNFAIR_BYTE = 248

/** What a resident asks with: 12 characters of the GB 32100 alphabet, 59 random bits. The server keeps its hash. */
export const QueryCode = z
  .string()
  .check(z.regex(/^[0-9A-HJ-NP-RTUWXY]{12}$/))
  .brand<'QueryCode'>()
export type QueryCode = z.infer<typeof QueryCode>

/** `characters`: one that no code has, even when letters that look like digits are read as digits. */
export type QueryCodeRefusal = 'length' | 'characters'

/** Mints a code; every one of the 31¹² is equally likely. Throws only when the source gives nothing usable. */
export function mintQueryCode(random: RandomBytes): QueryCode {
  let code = ''
  for (let round = 0; round < MAX_ROUNDS && code.length < CODE_LENGTH; round += 1) {
    for (const byte of random(16)) if (byte < FIRST_UNFAIR_BYTE) code += ALPHABET_31.charAt(byte % 31)
  }
  return QueryCode.parse(code.slice(0, CODE_LENGTH))
}

/**
 * The code behind what was typed: case, spaces and dashes do not matter; O, I, S and Z, which no code has,
 * are read as 0, 1, 5 and 2. V is not guessed: it may have been U or Y.
 */
export function normaliseQueryCode(text: string): Result<QueryCode, QueryCodeRefusal> {
  const code = compactCode(text).replaceAll('O', '0').replaceAll('I', '1').replaceAll('S', '5').replaceAll('Z', '2')
  if (code.length !== CODE_LENGTH) return err('length')
  const parsed = QueryCode.safeParse(code)
  return parsed.success ? ok(parsed.data) : err('characters')
}

/** Printed as 4-4-4. */
export const formatQueryCode = (code: QueryCode): string =>
  [code.slice(0, 4), code.slice(4, 8), code.slice(8)].join('-')
