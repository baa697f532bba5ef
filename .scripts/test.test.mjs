import { expect, it } from 'vitest'
import { readWords } from './start.mjs'
import { readNumbers } from './test.mjs'

const DEFAULTS = { seeds: 500, steps: 200, first: 1 }

it('takes the numbers that are given and keeps the rest', () => {
  expect(readNumbers(['--seeds', '1', '--first', '123'], DEFAULTS)).toEqual({ seeds: 1, steps: 200, first: 123 })
})

it.each([
  [['--seed', '1']],
  [['--seeds', 'many']],
  [['--seeds']],
  [['--seeds', '0']],
  [['seeds', '1']],
  [['--toString', '1']],
])('refuses %j with a sentence that names what there is', (words) => {
  expect(() => readNumbers(words, DEFAULTS)).toThrow('--seeds 500, --steps 200, --first 1')
})

it('refuses a word that start does not know, instead of passing over a mistyped --fresh', () => {
  expect(readWords(['--fresh'])).toEqual({ isFresh: true })
  expect(readWords([])).toEqual({ isFresh: false })
  expect(() => readWords(['--frsh'])).toThrow('--fresh')
})
