import { err, ok, type Result } from './result'
import { parsePlainDate, yearOf, type PlainDate } from './time'
import { compactCode } from './typed'

/** The first rule that the number breaks, in reading order; the check digit is looked at last. */
export type ResidentIdRefusal = 'length' | 'characters' | 'area' | 'birth-date' | 'checksum'

export type Sex = 'male' | 'female'

export type ResidentIdFacts = {
  /** Eighteen characters as the card prints them, a final X in upper case. */
  readonly number: string
  readonly birthDate: PlainDate
  readonly sex: Sex
}

/** The number of a card issued before 2023-12-01 tells neither birth date nor sex for certain. */
export type ForeignResidentIdFacts = {
  readonly number: string
  readonly birthDate?: PlainDate
  readonly sex?: Sex
}

/** Province part of GB/T 2260. Counties have been renumbered for forty years, so their digits are not judged. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)

/** Residence permits (港澳台居民居住证) of people from Hong Kong, Macao and Taiwan. */
const PERMIT_AREAS = new Set(['810000', '820000', '830000'])

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** Nobody alive or in an open estate was born earlier; an older year is a slip of the finger. */
const OLDEST_YEARS = 150

/** The eighteenth character of GB 11643 (ISO 7064 MOD 11-2) for the seventeen digits before it. */
export function residentIdCheckDigit(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return CHECK_DIGITS.charAt(sum % 11)
}

/**
 * Reads a citizen's number (GB 11643) or a residence permit of Hong Kong, Macao or Taiwan, which has the same form.
 * `today` is the last day on which the holder can have been born.
 */
export function checkResidentId(text: string, today: PlainDate): Result<ResidentIdFacts, ResidentIdRefusal> {
  return checkNumber(compactCode(text), today, isResidentArea)
}

/**
 * Reads the number of a foreign permanent residence card (外国人永久居留身份证). From 2023-12-01: 18 characters of the
 * same form beginning with 9, then province and nationality. Before: three letters and twelve digits, of which only
 * the shape is judged.
 */
export function checkForeignResidentId(
  text: string,
  today: PlainDate,
): Result<ForeignResidentIdFacts, ResidentIdRefusal> {
  const number = compactCode(text)
  return /^[A-Z]/.test(number) ? checkOlderForeign(number) : checkNumber(number, today, isForeignArea)
}

function checkOlderForeign(number: string): Result<ForeignResidentIdFacts, ResidentIdRefusal> {
  if (number.length !== 15) return err('length')
  if (!/^[A-Z]{3}\d{12}$/.test(number)) return err('characters')
  return ok({ number })
}

const isResidentArea = (area: string): boolean => PERMIT_AREAS.has(area) || PROVINCES.has(area.slice(0, 2))
const isForeignArea = (area: string): boolean => area.startsWith('9') && PROVINCES.has(area.slice(1, 3))

function checkNumber(
  number: string,
  today: PlainDate,
  isArea: (area: string) => boolean,
): Result<ResidentIdFacts, ResidentIdRefusal> {
  if (number.length !== 18) return err('length')
  if (!/^\d{17}[\dX]$/.test(number)) return err('characters')
  if (!isArea(number.slice(0, 6))) return err('area')
  const birthDate = findBirthDate(number.slice(6, 14), today)
  if (!birthDate) return err('birth-date')
  if (residentIdCheckDigit(number) !== number.charAt(17)) return err('checksum')
  return ok({ number, birthDate, sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female' })
}

function findBirthDate(digits: string, today: PlainDate): PlainDate | undefined {
  const date = parsePlainDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`)
  if (!date || date > today || yearOf(date) < yearOf(today) - OLDEST_YEARS) return undefined
  return date
}
