import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { keepUnknown } from './keepUnknown'

const Page = z.object({ id: z.string() })
const Paper = z.object({ name: z.string().check(z.trim()), pages: z.array(Page), of: z.optional(Page) })

it('keeps what is not known, at every depth, and what was read as it was read', () => {
  const raw = {
    name: ' a ',
    pages: [{ id: '1' }, { id: '2', turned: 90 }],
    of: { id: '3', by: { who: 'x' } },
    fresh: [1],
  }
  const read = Paper.parse(raw)
  expect(read).toEqual({ name: 'a', pages: [{ id: '1' }, { id: '2' }], of: { id: '3' } })
  expect(keepUnknown(read, raw)).toEqual({ ...raw, name: 'a' })
})

it('adds nothing where all is known', () => {
  const raw = { name: 'a', pages: [{ id: '1' }] }
  expect(keepUnknown(Paper.parse(raw), raw)).toEqual(raw)
})
