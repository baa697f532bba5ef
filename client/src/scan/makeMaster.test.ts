import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MAX_SCAN_BYTES } from '@onetrip/shared/wire/protocol'
import { makeMaster, MAX_PHOTO_BYTES, type MasterDeps } from './makeMaster'

const bytesOf = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)))

const JPEG = bytesOf([0xff, 0xd8, 0xff, 0xe1], 'Exif', [0xff, 0xd9])
const PNG = bytesOf([0x89], 'PNG\r\n', [0x1a, 0x0a], 'IHDR')
const WEBP = bytesOf('RIFF', [1, 0, 0, 0], 'WEBPVP8 ')
const HEIC = bytesOf([0, 0, 0, 0x18], 'ftypheic')
const PDF = bytesOf('%PDF-1.7\n1 0 obj\n…\nstartxref\n9\n%%EOF\n')
const CLEAN = bytesOf([0xff, 0xd8, 0xff], 'redrawn')

const deps: MasterDeps = {
  sha256Hex: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
  redraw: async () => CLEAN,
}
const make = (bytes: Uint8Array<ArrayBuffer>, changes: Partial<MasterDeps> = {}, name = 'page.jpg') =>
  makeMaster(new File([bytes], name), { ...deps, ...changes })

describe('a picked file', () => {
  it.each([
    ['nothing in it', new Uint8Array(), 'empty'],
    ['a text renamed .jpg', bytesOf('hello, I am no picture'), 'unknown-type'],
    ['a program renamed .jpg', bytesOf('MZ', [0x90, 0]), 'unknown-type'],
    ['a phone’s HEIC', HEIC, 'heic'],
    ['a PDF that was cut off', bytesOf('%PDF-1.7\n1 0 obj'), 'corrupt'],
    ['a PDF that the server would not take', bytesOf('%PDF-1.7\n1 0 obj\n%%EOF\n'), 'corrupt'],
    ['a PDF too large for the wire', bytesOf('%PDF-1.7', Array<number>(MAX_SCAN_BYTES).fill(32), '%%EOF'), 'too-large'],
  ])('%s is refused as %s', async (_what, bytes, refusal) => {
    expect(await make(bytes)).toEqual({ ok: false, error: refusal })
  })

  it('that is too large is refused before it is read', async () => {
    const huge = { size: MAX_PHOTO_BYTES + 1 } as Blob // no bytes: reading them would throw
    expect(await makeMaster(huge, deps)).toEqual({ ok: false, error: 'too-large' })
  })

  it('that begins like a picture and is none is corrupt', async () => {
    expect(await make(JPEG, { redraw: async () => undefined })).toEqual({ ok: false, error: 'corrupt' })
  })
})

describe('a master', () => {
  it.each([
    ['JPEG', JPEG],
    ['PNG named .jpg', PNG],
    ['WebP', WEBP],
  ])('of a %s is the redrawn JPEG, named by its own hash', async (_what, bytes) => {
    const sha256 = await deps.sha256Hex(CLEAN)
    expect(await make(bytes)).toEqual({
      ok: true,
      value: { ref: { scanId: sha256, sizeBytes: CLEAN.length, mediaType: 'image/jpeg' }, bytes: CLEAN },
    })
  })

  it('of a PDF is the PDF, byte for byte, whatever it is called', async () => {
    const made = await make(PDF, {}, 'contract.jpg')
    expect(made.ok && made.value.bytes).toEqual(PDF)
    expect(made.ok && made.value.ref.mediaType).toBe('application/pdf')
  })
})
