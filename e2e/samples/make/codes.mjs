// Numbers that pass their checksums and belong to nobody: area 430199 was never assigned.

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A resident id number (GB 11643) from its first 17 digits. */
export function residentId(first17) {
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0)
  return first17 + '10X98765432'[sum % 11]
}

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A unified social credit code (GB 32100, with the inner digit of GB 11714) from its first 16 characters. */
export function creditCode(first16) {
  if (!/^[0-9A-HJ-NPQRTUWXY]{16}$/.test(first16)) throw new Error(`not the beginning of a credit code: ${first16}`)
  const inner = [3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, at) => sum + weight * parseInt(first16[8 + at], 36), 0)
  const first17 = first16 + '0X987654321'[inner % 11]
  const outer = Array.from(first17).reduce((sum, digit, at) => sum + (3 ** at % 31) * CREDIT_ALPHABET.indexOf(digit), 0)
  return first17 + CREDIT_ALPHABET[(31 - (outer % 31)) % 31]
}
