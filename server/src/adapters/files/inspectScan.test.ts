import { readFile, readdir } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { inspectScan, previewScan } from './inspectScan'

const SAMPLES = new URL('../../../../e2e/samples/', import.meta.url)
const sample = (name: string): Promise<Uint8Array> => readFile(new URL(name, SAMPLES))
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' }, limitInputPixels: false })

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n')

describe('inspectScan', () => {
  it('takes every sample photo', async () => {
    const photos = (await readdir(SAMPLES)).filter((name) => name.endsWith('.jpg'))
    expect(photos.length).toBeGreaterThanOrEqual(8)
    for (const name of photos) {
      expect(await inspectScan(await sample(name)), name).toEqual({ ok: true, value: { mediaType: 'image/jpeg' } })
    }
  })

  it.each([
    ['image/png', () => blank(20, 20).png().toBuffer()],
    ['image/webp', () => blank(20, 20).webp().toBuffer()],
    ['application/pdf', async () => PDF],
    // As office copiers send it: the printer's own words before the head.
    ['application/pdf', async () => Buffer.concat([Buffer.from('\u001b%-12345X@PJL\r\n'), PDF])],
  ])('knows %s by its bytes', async (mediaType, make) => {
    expect(await inspectScan(await make())).toEqual({ ok: true, value: { mediaType } })
  })

  it.each([
    ['0-byte.jpg', 'empty'],
    ['renamed-text.jpg', 'unknown-type'],
    ['truncated.jpg', 'corrupt'],
  ])('refuses bad/%s: %s', async (name, error) => {
    expect(await inspectScan(await sample(`bad/${name}`))).toEqual({ ok: false, error })
  })

  it.each([
    ['a picture of a kind that nobody asked for', () => blank(20, 20).gif().toBuffer(), 'unknown-type'],
    [
      'an SVG, which could carry a script',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'unknown-type',
    ],
    ['only the first bytes of a JPEG', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'corrupt'],
    ['a PDF that was cut off', async () => PDF.subarray(0, 40), 'corrupt'],
    ['a small file that unpacks to 49 megapixels', () => blank(7_000, 7_000).png().toBuffer(), 'corrupt'],
  ])('refuses %s', async (_, make, error) => {
    expect(await inspectScan(await make())).toEqual({ ok: false, error })
  })

  it('notices a photo that lacks its last two thousand bytes', async () => {
    const photo = await sample('floor-plan.jpg')
    expect(await inspectScan(photo.subarray(0, -2_000))).toEqual({ ok: false, error: 'corrupt' })
  })
})

describe('previewScan', () => {
  it('is a JPEG of the width asked for, upright, and carries no EXIF', async () => {
    const photo = await sample('household-page.jpg')
    const before = await sharp(photo).metadata()
    expect(before).toMatchObject({ orientation: 6, width: 1_200, height: 1_600 })
    expect(before.exif).toBeDefined()

    const preview = await previewScan(photo, 400)
    const after = await sharp(preview).metadata()
    expect(after).toMatchObject({ format: 'jpeg', width: 400, height: 300 })
    expect(after.exif).toBeUndefined()
    expect(after.orientation).toBeUndefined()
  })

  it('never makes a picture larger, and puts a transparent one on white', async () => {
    const transparent = await sharp({ create: { width: 50, height: 20, channels: 4, background: '#0000' } })
      .png()
      .toBuffer()
    const preview = await previewScan(transparent, 400)
    expect(await sharp(preview).metadata()).toMatchObject({ width: 50, height: 20 })
    const { channels } = await sharp(preview).stats()
    expect(channels.map((channel) => Math.round(channel.mean))).toEqual([255, 255, 255])
  })

  it('draws no PDF', async () => {
    await expect(previewScan(PDF, 400)).rejects.toThrow()
  })

  it('rejects rather than show half a picture', async () => {
    await expect(previewScan(await sample('bad/truncated.jpg'), 400)).rejects.toThrow()
  })
})
