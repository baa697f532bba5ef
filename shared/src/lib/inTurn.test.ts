import { expect, it } from 'vitest'
import { createInTurn } from './inTurn'

/** Work that ends when it is told to. */
function openWork() {
  const begun: number[] = []
  const ends = new Map<number, { readonly end: () => void; readonly fail: () => void }>()
  const work = (name: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(name)
      ends.set(name, { end: () => resolve(name), fail: () => reject(new Error(String(name))) })
    })
  return { begun, work, of: (name: number) => ends.get(name) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets in as many as there is room for, the others in the order in which they came', async () => {
  const { begun, work, of } = openWork()
  const run = createInTurn(2)
  const all = [1, 2, 3, 4].map((name) => run(work(name)))
  await settled()
  expect(begun).toEqual([1, 2])
  of(2)?.end()
  await settled()
  expect(begun).toEqual([1, 2, 3])
  const late = run(work(5))
  of(1)?.end()
  of(3)?.end()
  await settled()
  expect(begun).toEqual([1, 2, 3, 4, 5])
  of(4)?.end()
  of(5)?.end()
  expect(await Promise.all([...all, late])).toEqual([1, 2, 3, 4, 5])
})

it('frees the place of what failed', async () => {
  const { begun, work, of } = openWork()
  const run = createInTurn(1)
  const first = run(work(1))
  const second = run(work(2))
  await settled()
  of(1)?.fail()
  await expect(first).rejects.toThrow('1')
  await settled()
  expect(begun).toEqual([1, 2])
  of(2)?.end()
  expect(await second).toBe(2)
})
