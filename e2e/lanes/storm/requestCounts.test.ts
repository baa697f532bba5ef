import { expect, it } from 'vitest'
import { addTo, describeCounts, refusalsIn, totalOf } from './requestCounts'

const counts = { 'sync.push 200': 2000, 'sync.push 503': 1800, 'sync.pull no answer': 3 }

it('tells what was asked, the most frequent first, and what of it was not answered well', () => {
  expect(describeCounts(counts)).toBe('2,000 × sync.push 200, 1,800 × sync.push 503, 3 × sync.pull no answer')
  expect(refusalsIn(counts)).toEqual({ 'sync.push 503': 1800, 'sync.pull no answer': 3 })
  expect(describeCounts({})).toBe('none')
  expect(totalOf(counts)).toBe(3803)
})

it('counts', () => {
  const seen = new Map<string, number>()
  for (const name of ['a', 'b', 'a']) addTo(seen, name)
  expect(Object.fromEntries(seen)).toEqual({ a: 2, b: 1 })
})
