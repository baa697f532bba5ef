import { expect, it } from 'vitest'
import { formatRegistrationCode, mintRegistrationCode, normaliseRegistrationCode } from './registrationCode'
import { err, ok } from './result'

it('reads back what it mints and prints, however it is typed or pasted', () => {
  const code = mintRegistrationCode((length) => Uint8Array.from({ length }, (_, index) => index * 7))
  const printed = formatRegistrationCode(code)
  expect(printed).toMatch(/^[0-9A-Y]{4}-[0-9A-Y]{4}-[0-9A-Y]{4}$/)
  for (const typed of [printed, ` ${printed.toLowerCase()}\n`, printed.replaceAll('-', ' — ')]) {
    expect(normaliseRegistrationCode(typed)).toEqual(ok(code))
  }
  expect(normaliseRegistrationCode('ＡＢＣＤ-efgh-j k l m')).toEqual(ok('ABCDEFGHJKLM'))
})

it('tells apart what is too short and what no code has in it', () => {
  expect(normaliseRegistrationCode('ABCD-EFGH')).toEqual(err('length'))
  expect(normaliseRegistrationCode('VBCD-EFGH-JKLM')).toEqual(err('characters'))
})
