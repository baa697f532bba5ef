import { expect, it } from 'vitest'
import { courseOf } from './serverUse'

it('tells the peak of each quarter, where it began, and the middle', () => {
  const course = courseOf([100, 130, 120, 135, 160, 120, 155, 150])
  expect(course).toEqual({ start: 100, median: 135, peaks: [130, 135, 160, 155], isFlat: false })
})

it('is flat when the end is hardly above the first half, and also when it is below', () => {
  expect(courseOf([70, 100, 180, 109]).isFlat).toBe(true)
  expect(courseOf([100, 70, 100, 109]).isFlat).toBe(true)
  expect(courseOf([100, 100, 100, 111]).isFlat).toBe(false)
  expect(courseOf([100, 90, 80, 70]).isFlat).toBe(true)
})

it('has something to say of fewer samples than quarters', () => {
  expect(courseOf([100]).peaks).toEqual([100, 100, 100, 100])
  expect(courseOf([100, 120]).peaks).toEqual([100, 100, 120, 120])
})
