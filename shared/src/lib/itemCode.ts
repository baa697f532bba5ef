import { checkCreditCode, type CreditCodeFacts } from './creditCode'
import { err, ok, type Result } from './result'
import { compactCode } from './typed'

/**
 * The parts of a basic code (基本编码), `rr tt dd iii sss`: origin (00 national list, 43 Hunan), type (01 licence,
 * 05 benefit …), ministry line (31 market regulation …), main item, sub item (000 none; letters occur).
 * The cut is read off codes in use; GB/T 39554.1 was not at hand.
 */
export type ItemCodeFacts = {
  readonly code: string
  readonly origin: string
  readonly type: string
  readonly line: string
  readonly mainItem: string
  readonly subItem: string
}

/** Who carries the item out, on which level, and which item: the parts of an implementing code (实施编码). */
export type ImplementingCodeFacts = {
  readonly code: string
  readonly agency: CreditCodeFacts
  readonly level: AdministrativeLevel
  readonly item: ItemCodeFacts
}

const LEVELS = ['state', 'province', 'city', 'county', 'subdistrict', 'community'] as const
export type AdministrativeLevel = (typeof LEVELS)[number]

export type ItemCodeRefusal = 'length' | 'characters'

/** `agency`: the first eighteen characters are no credit code of a public body; `level`: not 1 to 6. */
export type ImplementingCodeRefusal = ItemCodeRefusal | 'agency' | 'level'

/** Reads a basic code of twelve characters. It carries no check digit: only its shape is judged. */
export function checkItemCode(text: string): Result<ItemCodeFacts, ItemCodeRefusal> {
  const code = compactCode(text)
  if (code.length !== 12) return err('length')
  if (!/^\d{9}[0-9A-Z]{3}$/.test(code)) return err('characters')
  return ok({
    code,
    origin: code.slice(0, 2),
    type: code.slice(2, 4),
    line: code.slice(4, 6),
    mainItem: code.slice(6, 9),
    subItem: code.slice(9),
  })
}

/** Reads an implementing code of 31 characters: credit code 18, level 1, basic code 12. */
export function checkImplementingCode(text: string): Result<ImplementingCodeFacts, ImplementingCodeRefusal> {
  const code = compactCode(text)
  if (code.length !== 31) return err('length')
  const agency = checkCreditCode(code.slice(0, 18), { innerCheck: 'demanded' })
  if (!agency.ok) return err('agency')
  const level = LEVELS[Number(code.charAt(18)) - 1]
  if (!level) return err('level')
  const item = checkItemCode(code.slice(19))
  return item.ok ? ok({ code, agency: agency.value, level, item: item.value }) : item
}
