import { err, ok, type Result } from './result'
import { compactCode } from './typed'

/** The 31 characters of GB 32100: digits and letters without I, O, S, V and Z, which look like others. */
export const ALPHABET_31 = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The first rule that the code breaks. */
export type CreditCodeRefusal = 'length' | 'characters' | 'checksum'

/**
 * The check character of GB 32100 over a text of its alphabet, or undefined when another character stands in it.
 * Finds every single wrong character, and every two that changed places within thirty.
 */
export function checkCharacter31(text: string): string | undefined {
  let sum = 0
  let weight = 1
  for (const character of text) {
    const value = ALPHABET_31.indexOf(character)
    if (value < 0) return undefined
    sum = (sum + weight * value) % 31
    weight = (weight * 3) % 31
  }
  return ALPHABET_31.charAt((31 - sum) % 31)
}

/**
 * Reads a unified social credit code (统一社会信用代码, GB 32100): eighteen characters in upper case. The older check digit
 * inside (GB 11714) is not asked for: registered codes are in people's hands in which it does not fit.
 */
export function checkCreditCode(text: string): Result<string, CreditCodeRefusal> {
  const code = compactCode(text)
  if (code.length !== 18) return err('length')
  const check = checkCharacter31(code.slice(0, 17))
  if (!check || !ALPHABET_31.includes(code.charAt(17)) || !/^..\d{6}/.test(code)) return err('characters')
  return check === code.charAt(17) ? ok(code) : err('checksum')
}
