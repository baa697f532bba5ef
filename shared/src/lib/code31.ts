import { ALPHABET_31 } from './creditCode'
import type { RandomBytes } from './ids'
import { err, ok, type Result } from './result'
import { compactCode } from './typed'

const CODE_LENGTH = 12

/** With a sound source one round nearly always suffices; this many without twelve characters is a broken one. */
const MAX_ROUNDS = 16

/** Bytes from here on would make some characters likelier than others. */
const FIRST_UNFAIR_BYTE = 248

/** Twelve characters of the GB 32100 alphabet: 59 random bits that can be read aloud and typed. */
export const CODE_31_PATTERN = /^[0-9A-HJ-NP-RTUWXY]{12}$/

/** `characters`: one that no code has, even when letters that look like digits are read as digits. */
export type Code31Refusal = 'length' | 'characters'

/** Every one of the 31¹² is equally likely. Shorter than a code only when the source gives nothing usable. */
export function mintCode31(random: RandomBytes): string {
  let code = ''
  for (let round = 0; round < MAX_ROUNDS && code.length < CODE_LENGTH; round += 1) {
    for (const byte of random(16)) if (byte < FIRST_UNFAIR_BYTE) code += ALPHABET_31.charAt(byte % 31)
  }
  return code.slice(0, CODE_LENGTH)
}

/**
 * The code behind what was typed: case, spaces and dashes do not matter; O, I, S and Z, which no code has,
 * are read as 0, 1, 5 and 2. V is not guessed: it may have been U or Y.
 */
export function readCode31(text: string): Result<string, Code31Refusal> {
  const code = compactCode(text).replaceAll('O', '0').replaceAll('I', '1').replaceAll('S', '5').replaceAll('Z', '2')
  if (code.length !== CODE_LENGTH) return err('length')
  return CODE_31_PATTERN.test(code) ? ok(code) : err('characters')
}

/** Printed as 4-4-4. */
export const formatCode31 = (code: string): string => [code.slice(0, 4), code.slice(4, 8), code.slice(8)].join('-')
