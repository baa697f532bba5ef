import { expect, it } from 'vitest'
import { isPdf, isPdfWhole } from './pdf'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)
const BODY = '1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n'
const END = 'startxref\n9\n%%EOF\n'

it.each([
  ['a PDF', `%PDF-1.4\n${BODY}${END}`, [true, true]],
  [
    'a printer’s words before the head',
    `\u001b%-12345X@PJL\r\n${' '.repeat(900)}%PDF-1.4\n${BODY}${END}`,
    [true, true],
  ],
  ['a head that no reader would look for', `${' '.repeat(1_100)}%PDF-1.4\n${BODY}${END}`, [false, true]],
  ['rubbish after the end', `%PDF-1.4\n${BODY}${END}${'\u0000'.repeat(2_000)}`, [true, true]],
  ['more rubbish than a reader looks through', `%PDF-1.4\n${BODY}${END}${'\u0000'.repeat(3_000)}`, [true, false]],
  ['a PDF that was cut off', `%PDF-1.4\n${BODY}`, [true, false]],
  ['an end without its table', `%PDF-1.4\n${BODY}%%EOF\n`, [true, false]],
  ['a text', 'hello', [false, false]],
  ['nothing', '', [false, false]],
])('%s', (_what, text, expected) => {
  expect([isPdf(bytesOf(text)), isPdfWhole(bytesOf(text))]).toEqual(expected)
})
