import { expect, it } from 'vitest'
import { readNumber } from './options'

it('reads a number by its name, takes the usual one where none is said, and nothing else for a number', () => {
  expect(readNumber(['--tablets', '100', '--cases', '5'], 'cases', 20)).toBe(5)
  expect(readNumber(['--tablets', '100'], 'cases', 20)).toBe(20)
  for (const wrong of [
    ['--cases'],
    ['--cases', 'many'],
    ['--cases', '0'],
    ['--cases', '1.5'],
    ['--cases', '--tablets'],
  ])
    expect(() => readNumber(wrong, 'cases', 20)).toThrow('--cases 20')
})
