import * as z from 'zod/mini'
import { ALPHABET_31, checkCharacter31 } from './creditCode'
import { StationId } from './ids'
import { err, ok, type Result } from './result'
import { parsePlainDate, type PlainDate } from './time'
import { compactCode } from './typed'

/** Three characters of the GB 32100 alphabet count from 0 to this. */
export const MAX_RECEIPT_PART = 31 ** 3 - 1

/** Number of a 收件凭证: station 12, day `yyMMdd` 6, device 3, counter 3, check 1. Not the idempotency key. */
export const ReceiptNumber = z
  .string()
  .check(z.refine((text) => /^\d{18}[0-9A-HJ-NP-RTUWXY]{7}$/.test(text) && checkReceiptNumber(text).ok))
  .brand<'ReceiptNumber'>()
export type ReceiptNumber = z.infer<typeof ReceiptNumber>

export type ReceiptNumberParts = {
  readonly stationId: StationId
  /** Day of intake, 2000 to 2099. */
  readonly date: PlainDate
  /** Given to the tablet at its first sign-in, unique at its station, 0 to 29790. */
  readonly deviceNumber: number
  /** Never used twice by one device on one day, 0 to 29790. */
  readonly counter: number
}

/** Which part lies outside its range. */
export type ReceiptPartRefusal = 'date' | 'device-number' | 'counter'

/** The first rule that a number as typed breaks. */
export type ReceiptNumberRefusal = 'length' | 'characters' | 'date' | 'checksum'

/** Mints the number on the tablet, with no network; two differ when device, day or counter do. */
export function makeReceiptNumber(parts: ReceiptNumberParts): Result<ReceiptNumber, ReceiptPartRefusal> {
  const { stationId, date, deviceNumber, counter } = parts
  if (!date.startsWith('20')) return err('date')
  if (!isCountable(deviceNumber)) return err('device-number')
  if (!isCountable(counter)) return err('counter')
  const body = `${stationId}${date.slice(2).replaceAll('-', '')}${encode31(deviceNumber)}${encode31(counter)}`
  return ok(ReceiptNumber.parse(`${body}${checkCharacter31(body) ?? ''}`))
}

/** Reads a number as typed: case, spaces and dashes do not matter, and O and I can only be 0 and 1. */
export function checkReceiptNumber(text: string): Result<ReceiptNumberParts, ReceiptNumberRefusal> {
  const number = compactCode(text).replaceAll('O', '0').replaceAll('I', '1')
  if (number.length !== 25) return err('length')
  const check = checkCharacter31(number.slice(0, 24))
  if (!check || !/^\d{18}/.test(number)) return err('characters')
  if (check !== number.charAt(24)) return err('checksum')
  const date = parsePlainDate(`20${number.slice(12, 14)}-${number.slice(14, 16)}-${number.slice(16, 18)}`)
  if (!date) return err('date')
  return ok({
    stationId: StationId.parse(number.slice(0, 12)),
    date,
    deviceNumber: decode31(number.slice(18, 21)),
    counter: decode31(number.slice(21, 24)),
  })
}

/** In groups to be read aloud: division, site, day, then device, counter and check together. */
export const formatReceiptNumber = (number: ReceiptNumber): string =>
  [number.slice(0, 6), number.slice(6, 12), number.slice(12, 18), number.slice(18)].join('-')

const isCountable = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= MAX_RECEIPT_PART

const encode31 = (n: number): string =>
  [961, 31, 1].map((place) => ALPHABET_31.charAt(Math.floor(n / place) % 31)).join('')

const decode31 = (text: string): number =>
  Array.from(text).reduce((total, character) => total * 31 + ALPHABET_31.indexOf(character), 0)
