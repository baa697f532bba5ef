import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createFinder, findInFolder, type Form } from './findMarks'

const LATIN = 'CANARY-0f3c5a7e91b2d468'
const HAN = '荔㛃榕鹭樟𠮷橘柚'
const BEFORE = Buffer.from('§x')

/** Each form as somebody else would have written it, made without the finder. */
const written: readonly (readonly [Form, (mark: string) => Buffer])[] = [
  ['utf-8', (mark) => Buffer.from(`name=${mark};`)],
  ['utf-16le', (mark) => Buffer.from(`{"name":"${mark}"}`, 'utf16le')],
  ['utf-16be', (mark) => Buffer.from(`{"name":"${mark}"}`, 'utf16le').swap16()],
  ['json', (mark) => Buffer.from(`{"name":"${asciiJson(mark)}"}`)],
  ['url', (mark) => Buffer.from(new URLSearchParams({ q: mark }).toString())],
]

const asciiJson = (text: string): string =>
  [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

it.each(written)('finds a Chinese mark as %s', (form, write) => {
  const found = createFinder([LATIN, HAN])(Buffer.concat([BEFORE, write(HAN), BEFORE]), 'here')
  expect(found).toContainEqual({ mark: HAN, form, where: 'here' })
})

it.each([0, 1, 2])('finds either in base64 that began %i bytes before it', (before) => {
  for (const mark of [LATIN, HAN]) {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(`${'x'.repeat(before)}${mark} and more`).toString(encoding)
      expect(createFinder([LATIN, HAN])(Buffer.from(text), 'here')).toEqual([{ mark, form: 'base64', where: 'here' }])
    }
  }
})

it('finds a mark whose head was written elsewhere', () => {
  const found = createFinder([LATIN])(Buffer.from('\u0001\u0003 0f3c5a7e91b2d468'), 'here')
  expect(found).toEqual([{ mark: LATIN, form: 'utf-8', where: 'here' }])
})

it('finds nothing in what is only like it', () => {
  const near = [LATIN.slice(0, -1), HAN.slice(0, -1), LATIN.slice(8), Buffer.from(HAN).toString('hex')].join(' ')
  expect(createFinder([LATIN, HAN])(Buffer.from(near), 'here')).toEqual([])
})

it('looks into every file of a folder, its last byte included, and at its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onetrip-marks-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'a.bin'), Buffer.concat([Buffer.alloc(5_000), Buffer.from(LATIN)]))
  writeFileSync(join(folder, `${HAN}.txt`), 'nothing')
  const { files, found } = findInFolder(folder, createFinder([LATIN, HAN]))
  expect(files).toBe(2)
  expect(found.map(({ mark }) => mark).sort()).toEqual([LATIN, HAN].sort())
})
