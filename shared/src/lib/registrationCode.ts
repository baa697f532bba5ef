import * as z from 'zod/mini'
import { CODE_31_PATTERN, formatCode31, mintCode31, readCode31, type Code31Refusal } from './code31'
import type { RandomBytes } from './ids'
import { ok, type Result } from './result'

/** 登记码: lets one new tablet in at one station. 12 characters of the GB 32100 alphabet, 59 random bits. */
export const RegistrationCode = z.string().check(z.regex(CODE_31_PATTERN)).brand<'RegistrationCode'>()
export type RegistrationCode = z.infer<typeof RegistrationCode>

/** Mints a code. Throws only when the source gives nothing usable. */
export const mintRegistrationCode = (random: RandomBytes): RegistrationCode =>
  RegistrationCode.parse(mintCode31(random))

/** The code behind what was typed or pasted: case, spaces, dashes and full-width letters do not matter. */
export function normaliseRegistrationCode(text: string): Result<RegistrationCode, Code31Refusal> {
  const read = readCode31(text)
  return read.ok ? ok(RegistrationCode.parse(read.value)) : read
}

/** Shown and printed as 4-4-4. */
export const formatRegistrationCode = (code: RegistrationCode): string => formatCode31(code)
