import { err, ok, type Result } from './result'
import { compactCode } from './typed'

/** The 31 characters of GB 32100: digits and letters without I, O, S, V and Z, which look like others. */
export const ALPHABET_31 = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The first rule that the code breaks; `organization-code` is the inner check digit of GB 11714. */
export type CreditCodeRefusal = 'length' | 'characters' | 'organization-code' | 'checksum'

export type CreditCodeFacts = {
  /** Eighteen characters in upper case. */
  readonly code: string
  /** GB/T 2260 division of the body that registered it: 430102. */
  readonly division: string
  /** The older code inside (GB 11714), eight characters and its check digit. */
  readonly organizationCode: string
}

const INNER_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

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

/** The ninth character of GB 11714 for the eight before it, each a digit or a letter. */
export function organizationCheckCharacter(text: string): string {
  const sum = INNER_WEIGHTS.reduce((total, weight, i) => total + weight * INNER_ALPHABET.indexOf(text.charAt(i)), 0)
  return '0123456789X'.charAt((11 - (sum % 11)) % 11)
}

/**
 * Reads a unified social credit code (统一社会信用代码, GB 32100). Codes given out anew carry a right inner digit too;
 * demand it of public bodies, not of a person at the counter with a registered code in hand.
 */
export function checkCreditCode(
  text: string,
  options: { readonly innerCheck: 'demanded' | 'waived' } = { innerCheck: 'waived' },
): Result<CreditCodeFacts, CreditCodeRefusal> {
  const code = compactCode(text)
  if (code.length !== 18) return err('length')
  const outer = checkCharacter31(code.slice(0, 17))
  if (!outer || !ALPHABET_31.includes(code.charAt(17)) || !/^..\d{6}/.test(code)) return err('characters')
  if (outer !== code.charAt(17)) return err('checksum')

  const organizationCode = code.slice(8, 17)
  const isInnerRight = organizationCheckCharacter(organizationCode) === organizationCode.charAt(8)
  if (options.innerCheck === 'demanded' && !isInnerRight) return err('organization-code')
  return ok({ code, division: code.slice(2, 8), organizationCode })
}
