// Goal: a piece takes some two seconds on whatever line there is, and is never too big for the server or too small to pay.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_PIECE_BYTES } from '@onetrip/shared/wire/protocol'
import { FIRST_PIECE_SIZE, MIN_PIECE_BYTES, sizeAfter, type PieceFate, type PieceSize } from './pieceSize'

const of = (bytes: number): PieceSize => ({ ...FIRST_PIECE_SIZE, bytes })

/** The sizes of pieces on a line that carries so many bytes in a second. */
function sizesOnLine(bytesPerSecond: number, pieces: number, from = FIRST_PIECE_SIZE): number[] {
  const sizes = [from]
  for (let size = from; sizes.length < pieces; sizes.push(size)) {
    size = sizeAfter(size, { kind: 'arrived', bytes: size.bytes, durationMs: (1000 * size.bytes) / bytesPerSecond })
  }
  return sizes.map(({ bytes }) => bytes)
}

it('settles where a piece takes two seconds, twofold at a time upwards, and at once downwards', () => {
  expect(sizesOnLine(750_000, 5)).toEqual([262_144, 524_288, 1_048_576, 1_500_000, 1_500_000])
  expect(sizesOnLine(100_000, 3, of(MAX_PIECE_BYTES))).toEqual([MAX_PIECE_BYTES, 200_000, 200_000])
})

it('stays between the smallest that pays and the biggest that the server takes', () => {
  expect(sizesOnLine(1_000, 3)).toEqual([262_144, MIN_PIECE_BYTES, MIN_PIECE_BYTES])
  expect(sizesOnLine(100_000_000, 9).at(-1)).toBe(MAX_PIECE_BYTES)
})

it('does not take the last piece, which is whatever was left, for a slow line', () => {
  expect(sizeAfter(of(1_000_000), { kind: 'arrived', bytes: 900, durationMs: 80 })).toEqual(of(1_000_000))
  expect(sizeAfter(of(1_000_000), { kind: 'arrived', bytes: 300_000, durationMs: 10 })).toEqual(of(2_000_000))
  expect(sizeAfter(of(1_000_000), { kind: 'arrived', bytes: 300_000, durationMs: 6_000 })).toEqual(of(100_000))
})

it('halves where one piece after the other is lost, down to the smallest', () => {
  expect(sizeAfter(of(300_001), { kind: 'lost' })).toEqual(of(150_000))
  expect(sizeAfter(of(MIN_PIECE_BYTES + 1), { kind: 'lost' })).toEqual(of(MIN_PIECE_BYTES))
})

it('never grows again beyond half of what the server refused', () => {
  const refused = sizeAfter(of(1_048_576), { kind: 'too-large', bytes: 1_048_576 })
  expect(refused).toEqual({ bytes: 524_288, mostBytes: 524_288 })
  expect(sizeAfter(refused, { kind: 'arrived', bytes: 524_288, durationMs: 5 })).toEqual(refused)
  expect(sizeAfter(refused, { kind: 'too-large', bytes: 100_000 })).toEqual({
    bytes: MIN_PIECE_BYTES,
    mostBytes: MIN_PIECE_BYTES,
  })
})

it('is a whole number within its limits whatever happens on the line, and whatever the clock says', () => {
  const bytes = fc.nat(MAX_PIECE_BYTES)
  const durationMs = fc.oneof(fc.constantFrom(0, -5), fc.double({ min: 0, max: 1e9, noNaN: true }))
  const aFate: fc.Arbitrary<PieceFate> = fc.oneof(
    fc.record({ kind: fc.constant('arrived' as const), bytes, durationMs }),
    fc.constant({ kind: 'lost' as const }),
    fc.record({ kind: fc.constant('too-large' as const), bytes }),
  )
  fc.assert(
    fc.property(fc.array(aFate), (fates) => {
      let size = FIRST_PIECE_SIZE
      for (const fate of fates) {
        const next = sizeAfter(size, fate)
        expect(Number.isInteger(next.bytes)).toBe(true)
        expect(next.bytes).toBeGreaterThanOrEqual(MIN_PIECE_BYTES)
        expect(next.bytes).toBeLessThanOrEqual(Math.min(2 * size.bytes, next.mostBytes))
        size = next
      }
    }),
  )
})
