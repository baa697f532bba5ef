import { expect, it } from 'vitest'
import { samplesIn } from './samples'

it('the English samples hold no Han character', () => {
  expect(JSON.stringify(samplesIn.en)).not.toMatch(/\p{Script=Han}/u)
})
