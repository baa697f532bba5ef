import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeFrames, encodeFrames, type Frame } from './frame'

const uuid = fc.uuid({ version: 7 })
const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    deviceId: uuid,
    opId: uuid,
    caseId: uuid,
    sealedTo: fc.option(fc.stringMatching(/^[0-9a-f]{16}$/), { nil: undefined }),
    deviceSeq: fc.integer({ min: 1, max: 1e9 }),
    body: fc.uint8Array({ maxLength: 200 }),
  })
  // Branded ids are plain uuids at run time.
  .map(
    ({ sealedTo, ...parts }) =>
      ({
        ...parts,
        body: Uint8Array.from(parts.body),
        frame: 1,
        alg: sealedTo ? 'sealed' : 'clear',
        keyId: sealedTo ?? '',
      }) as unknown as Frame,
  )

it('gives back what was put in', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { maxLength: 8 }), (frames) => {
      expect(decodeFrames(encodeFrames(frames), 8)).toEqual({ ok: true, value: frames })
    }),
  )
})

it('refuses a batch that was cut anywhere, and never reads past its end', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 3 }), fc.nat(), (frames, at) => {
      const bytes = encodeFrames(frames)
      const cut = decodeFrames(bytes.slice(0, at % bytes.length), 8)
      // A cut between two frames leaves a shorter batch that is whole; its operations are simply sent again.
      if (cut.ok) expect(frames.slice(0, cut.value.length)).toEqual(cut.value)
      else expect(cut.error).toBe('cut-short')
    }),
  )
})

it('refuses more frames than it was told to expect, and headers that are none', () => {
  const [frame] = fc.sample(anyFrame, 1)
  if (!frame) throw new Error('no sample')
  expect(decodeFrames(encodeFrames([frame, frame, frame]), 2)).toEqual({ ok: false, error: 'too-many' })
  expect(decodeFrames(encodeFrames([{ ...frame, deviceSeq: 0 }]), 2)).toEqual({ ok: false, error: 'malformed-header' })
  expect(decodeFrames(new Uint8Array(66).fill(0xff), 2)).toEqual({ ok: false, error: 'malformed-header' })
})
