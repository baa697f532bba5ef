import { err, ok, type Result } from './result'
import { compactCode } from './typed'

/** `prefix`: eleven digits that no mainland mobile number begins with. */
export type MobileRefusal = 'length' | 'characters' | 'prefix'

/** Reads a mainland mobile number; `+86`, spaces and dashes are dropped, eleven digits come back. */
export function checkMobile(text: string): Result<string, MobileRefusal> {
  const number = compactCode(text).replace(/^(?:\+|00)?86(?=\d{11}$)/, '')
  if (!/^\d*$/.test(number)) return err('characters')
  if (number.length !== 11) return err('length')
  return /^1[3-9]/.test(number) ? ok(number) : err('prefix')
}
