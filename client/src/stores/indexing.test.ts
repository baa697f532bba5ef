// Goal: an index that is brought up to date in slices ends with just what there is, however often it was asked anew
// meanwhile, and is told of nothing twice.
import { expect, it } from 'vitest'
import { aStationCase } from '../../test/tabletPage'
import type { SearchedCase } from '../search/searchedCase'
import { createIndexing, type ToIndex } from './indexing'
import { toSearched, type CaseSources } from './searchedCases'

function aRig() {
  const held = new Map<string, SearchedCase>()
  const puts: string[] = []
  const told: (ToIndex | undefined)[] = []
  const waiting: (() => void)[] = []
  const indexing = createIndexing({
    index: {
      put: (one) => {
        puts.push(one.caseId)
        held.set(one.caseId, one)
      },
      remove: (caseId) => void held.delete(caseId),
    },
    pause: () => new Promise((resolve) => waiting.push(resolve)),
    tell: (to) => told.push(to),
  })
  async function settle(): Promise<void> {
    while (waiting.length > 0) {
      waiting.shift()?.()
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  return { held, puts, told, waiting, indexing, settle }
}

const titleOf = () => '许可'
const all = (sources: readonly CaseSources[]): ToIndex => ({
  titleOf,
  isAll: true,
  sourcesById: new Map(sources.map((one) => [one.row?.caseId ?? '', one])),
})
const some = (from: number, count: number): CaseSources[] =>
  Array.from({ length: count }, (_, n) => ({ row: aStationCase(from + n) }))
const keptOf = (sources: readonly CaseSources[]) =>
  sources.map((one) => toSearched(one.row?.caseId ?? '', one, titleOf()))

it('puts ten thousand in with pauses, and says when they are all there', async () => {
  const { held, told, waiting, indexing, settle } = aRig()
  const to = all(some(0, 2500))
  indexing.bring(to)
  expect(held.size).toBe(1000)
  expect(waiting).toHaveLength(1)
  await settle()
  expect(held.size).toBe(2500)
  expect(told).toEqual([undefined, undefined, to])
})

it('asked anew in the middle, ends with what was asked for last', async () => {
  const { held, told, indexing, settle } = aRig()
  indexing.bring(all(some(0, 2500)))
  const last = all(some(2000, 1200))
  indexing.bring(last)
  await settle()
  expect([...held.keys()].toSorted()).toEqual([...last.sourcesById.keys()].toSorted())
  expect(told.at(-1)).toBe(last)
})

it('stopped in the middle, puts in nothing more', async () => {
  const { puts, indexing, settle } = aRig()
  indexing.bring(all(some(0, 2500)))
  indexing.stop()
  await settle()
  expect(puts).toHaveLength(1000)
})

it('puts in anew only what is found by something else now', async () => {
  const { puts, indexing, settle } = aRig()
  const sources = some(0, 3)
  indexing.bring(all(sources))
  await settle()
  puts.length = 0
  const renamed = { row: aStationCase(1, { applicantName: '李四' }) }
  const moved = { row: aStationCase(2, { revision: 9 }) }
  indexing.bring(all([...sources.slice(0, 1), renamed, moved]))
  await settle()
  expect(puts).toEqual([aStationCase(1).caseId])
})

it('begins with what was kept; what is no more goes once all is known, and not before', async () => {
  const { held, puts, indexing, settle } = aRig()
  indexing.lay(keptOf(some(0, 5)))
  puts.length = 0
  indexing.bring({ ...all(some(3, 1)), isAll: false })
  await settle()
  expect(held.size).toBe(5)
  indexing.bring(all(some(3, 4)))
  await settle()
  expect([...held.keys()].toSorted()).toEqual(some(3, 4).map(({ row }) => row?.caseId))
  expect(puts.toSorted()).toEqual(some(5, 2).map(({ row }) => row?.caseId))
})
