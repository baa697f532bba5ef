import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakLines } from './breakLines'

// One unit per character, each one wide: a width of 5 holds five characters.
const unitsOf = (text: string): { text: string; widthPt: number }[] =>
  Array.from(text, (character) => ({ text: character, widthPt: 1 }))
const broken = (text: string, width: number, indent = 0): string[] =>
  breakLines(unitsOf(text), width, indent).map((line) => line.map((unit) => unit.text).join(''))

describe('breakLines', () => {
  it.each([
    ['a stop goes down with the character before it', '一二三四五。六', ['一二三四', '五。六']],
    ['so do two marks in a row', '一二三四）。五', ['一二三', '四）。五']],
    ['an opening mark goes down with what it opens', '一二三四《五》', ['一二三四', '《五》']],
    ['a space at a break is dropped', '一二三四五 六', ['一二三四五', '六']],
    ['a line may hold nothing but marks', '。。。。。。。', ['。。。。。', '。。']],
    ['an empty text is no line', '', []],
  ])('%s', (_, text, lines) => {
    expect(broken(text, 5)).toEqual(lines)
  })

  it('sets the first line shorter by the indent', () => {
    expect(broken('一二三四五六七', 5, 2)).toEqual(['一二三', '四五六七'])
  })

  it('gives a unit that is too wide a line of its own', () => {
    const wide = [
      { text: '一', widthPt: 1 },
      { text: 'https://example.org', widthPt: 19 },
      { text: '二', widthPt: 1 },
    ]
    expect(breakLines(wide, 5).map((line) => line.length)).toEqual([1, 1, 1])
  })

  it('loses nothing but spaces, never runs over the edge, and begins no line with a mark that it could have avoided', () => {
    const character = fc.constantFrom('一', '二', '。', '，', '）', '》', '（', '《', ' ')
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (text, width) => {
        const lines = broken(text, width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const [index, line] of lines.entries()) {
          expect(line.length).toBeLessThanOrEqual(width)
          if (index > 0 && /^[。，）》]/u.test(line)) expect(hasOtherBreak(lines[index - 1] ?? '')).toBe(false)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

/** Whether a line could have been broken somewhere inside. */
function hasOtherBreak(line: string): boolean {
  return Array.from(line.replaceAll(' ', '')).some((after, at, all) => {
    const before = all[at - 1]
    return before !== undefined && !/[（《]/u.test(before) && !/[。，）》]/u.test(after)
  })
}
