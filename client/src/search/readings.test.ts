// Goal: every reading of every character that a name may have, in few bytes. Method: the table is made here from a
// dictionary that no tablet downloads, and compared with the file that they do. To make it anew, run this file with -u.
import { pinyin, polyphonic } from 'pinyin-pro'
import { expect, it } from 'vitest'
import { BLOCK, OTHERS } from './readings'
import { readSounds } from './sounds'

/** What the dictionary does not know: a character of names, and how some family names are read. */
const BESIDE = new Map([
  ['𠮷', 'ji'],
  ['黑', 'he'],
  ['逄', 'pang'],
  ['郇', 'huan'],
  ['宓', 'fu'],
  ['那', 'na'],
])

/** Extensions A to H: characters of names among them are known, most of the others to nobody. */
const ELSEWHERE = [
  [0x3400, 0x4dbf],
  [0x20000, 0x323af],
] as const

function readingsOf(codePoint: number): string {
  const character = String.fromCodePoint(codePoint)
  const found = [
    ...polyphonic(character, { toneType: 'none', type: 'array', v: true }).flat(),
    pinyin(character, { toneType: 'none', v: true, surname: 'all' }),
    BESIDE.get(character) ?? '',
  ]
  return [...new Set(found)].filter((reading) => /^[a-z]+$/.test(reading)).join(' ')
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function makeReadings(): string {
  const block = range(0x4e00, 0x9fff).map(readingsOf)
  const others = ELSEWHERE.flatMap(([from, to]) => range(from, to)).flatMap((codePoint) => {
    const readings = readingsOf(codePoint)
    return readings ? [`${String.fromCodePoint(codePoint)}${readings}`] : []
  })
  return `// Made by readings.test.ts from the dictionary of pinyin-pro (MIT, © zh-lx). Not edited by hand.
export const BLOCK =
  '${block.join(',')}'
export const OTHERS =
  '${others.join(',')}'
`
}

it('is what the dictionary says', async () => {
  await expect(makeReadings()).toMatchFileSnapshot('./readings.ts')
})

const sounds = readSounds({ block: BLOCK, others: OTHERS })

it.each([
  ['张', 'zhang'],
  ['单', 'dan shan chan'],
  ['区', 'qu ou'],
  ['吕', 'lv'],
  ['𠮷', 'ji'],
  ['㛃', 'jie'],
  ['𬭩', 'weng'],
  ['A', ''],
  ['', ''],
])('reads %s', (character, readings) => {
  expect(sounds(character)).toBe(readings)
})

// The commonest family names that are read in a way of their own.
it.each(
  '仇qiu 解xie 曾zeng 查zha 朴piao 盖ge 缪miao 乐yue 覃qin 种chong 折she 繁po 万mo 俟qi 黑he 尉yu 华hua 任ren 燕yan 令ling 翟zhai 冼xian 长zhang 单chan'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)] as const),
)('reads the family name %s as %s', (character, reading) => {
  expect(sounds(character).split(' ')).toContain(reading)
})
