import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { oversizedJpeg } from './oversized'

it('makes a JPEG of 21 MB that decodes to the same picture', async () => {
  const photo = await readFile(new URL('health-certificate.jpg', import.meta.url))
  const large = oversizedJpeg(photo)
  expect(large.length).toBeGreaterThan(21 * 1024 * 1024)
  expect(large.length).toBeLessThan(22 * 1024 * 1024)
  const pixelsOf = (jpeg: Uint8Array): Promise<Buffer> => sharp(jpeg, { failOn: 'truncated' }).raw().toBuffer()
  expect((await pixelsOf(large)).equals(await pixelsOf(photo))).toBe(true)
})
