// Goal: what one tab learns of lost steps all tabs show, and none sends anew. Method: two tabs of an agent on the channel
// between them.
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { eventually } from '../../../test/eventually'
import { createNotTakenCopies } from './notTakenCopies'

const WHY = { status: 'refused', refusal: { kind: 'case-not-found' } } as const

it('[SYNC-R20] knows in every tab what was not taken, and that it was taken after all', async () => {
  const postId = randomUUID()
  const [here, there] = [createNotTakenCopies(postId), createNotTakenCopies(postId)]
  here.add('a.onetrip', { why: WHY, storeEpoch: 'e1' })
  await eventually(() => expect(there.steps.value).toEqual([WHY]))
  expect(here.steps.value).toEqual([WHY])
  for (const tab of [here, there]) expect(tab.isKnown('a.onetrip', 'e1')).toBe(true)
  // Another server may take it. [SYNC-R8]
  expect(there.isKnown('a.onetrip', 'e2')).toBe(false)
  expect(there.isKnown('b.onetrip', undefined)).toBe(false)
  there.remove('a.onetrip')
  await eventually(() => expect(here.steps.value).toEqual([]))
})
