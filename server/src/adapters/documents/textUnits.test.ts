import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { fittingUnits, textUnits } from './textUnits'
import { loadTypefaces, type Typefaces } from './typefaces'

let faces: Typefaces
beforeAll(async () => {
  faces = await loadTypefaces(fileURLToPath(new URL('../../../assets/fonts', import.meta.url)))
})

const STYLE = { sizePt: 12 }
const texts = (text: string): string[] => textUnits(faces, text, STYLE).map((unit) => unit.text)

describe('textUnits', () => {
  it.each([
    ['2026年11月', ['2026', '年', '11', '月']],
    ['证号JY2430-01号', ['证', '号', 'JY2430-01', '号']],
    ['一 b c', ['一', ' ', 'b', ' ', 'c']],
    ['他——……走', ['他', '——', '……', '走']],
    ['“好”（a）', ['“', '好', '”', '（', 'a', '）']],
    ['一\t二', ['一', ' ', '二']],
  ])('splits %s', (text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  it('takes each rare character from the first font that has it', () => {
    expect(textUnits(faces, '㛃䶮𨭎𠮷', STYLE).map((unit) => unit.face)).toEqual([0, 0, 1, 2])
  })

  it.each([
    ['beyond every font', '𮧵', '[U+2E9F5]'],
    ['half a surrogate pair', '\ud842', '[U+D842]'],
    ['a control character', '\u0007', '[U+0007]'],
    ['a variation selector', '\u{e0100}', '[U+E0100]'],
  ])('names what it cannot draw: %s', (_, character, code) => {
    const units = textUnits(faces, `a${character}b`, STYLE)
    expect(units.map((unit) => unit.text)).toEqual(['a', code, 'b'])
    expect(units[1]?.standsFor).toBe(character)
  })

  it('lets a word that is wider than the column fall into characters, but never a code', () => {
    expect(fittingUnits(faces, 'aaaa', STYLE, 20).map((unit) => unit.text)).toEqual(['a', 'a', 'a', 'a'])
    expect(fittingUnits(faces, '𮧵', STYLE, 20).map((unit) => unit.text)).toEqual(['[U+2E9F5]'])
  })
})

describe('the vendored fonts', () => {
  it('together have all of GB 2312, and the ideographs that the readme counts', () => {
    const decoder = new TextDecoder('gb2312')
    const rows = Array.from({ length: 72 }, (_, row) => row + 16)
    const characters = rows.flatMap((row) =>
      Array.from({ length: 94 }, (_, cell) => decoder.decode(Uint8Array.of(row + 0xa0, cell + 0xa1))),
    )
    const known = characters.filter((character) => character !== '\ufffd' && !/[\ue000-\uf8ff]/u.test(character))
    expect(known.length).toBeGreaterThanOrEqual(6763)
    expect(known.filter((character) => !faces.some((face) => face.has(character.codePointAt(0) ?? 0)))).toEqual([])
  })
})
