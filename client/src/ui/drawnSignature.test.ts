import { expect, it } from 'vitest'
import { readDataUrl } from './drawnSignature'

it('gives back every byte of a picture', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const address = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`
  expect(readDataUrl(address)).toEqual(bytes)
})
