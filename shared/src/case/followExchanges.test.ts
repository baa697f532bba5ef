import { expect, it } from 'vitest'
import { ScanId } from '../lib/ids'
import { followExchanges } from './followExchanges'

const page = (n: number) =>
  ({ scanId: ScanId.parse(`${n}`.repeat(64)), sizeBytes: 10 + n, mediaType: 'image/jpeg' }) as const
const said = (...pages: readonly number[]) => ({
  fields: { area: 48 },
  materials: [{ code: 'lease', how: 'scanned' as const, pages: pages.map(page) }],
})
const exchange = (replaces: number, by: number) => ({ replaces: page(replaces).scanId, by: page(by) })

it('[CASE-R17] names in the place of each page what stands there now, and leaves all else', () => {
  expect(followExchanges(said(1, 2), [])).toEqual(said(1, 2))
  expect(followExchanges(said(1, 2), [exchange(1, 7)])).toEqual(said(7, 2))
  expect(followExchanges(said(1, 2), [exchange(1, 7), exchange(7, 8)])).toEqual(said(8, 2))
})

it('follows a page that was put back, from wherever somebody began', () => {
  const thereAndBack = [exchange(1, 7), exchange(7, 1)]
  expect(followExchanges(said(1), thereAndBack)).toEqual(said(1))
  expect(followExchanges(said(7), thereAndBack)).toEqual(said(1))
})
