// Goal: whatever a newer app said in a case, an app of today that answers for it says, too. Method: an application as a
// newer app leaves it on the tablet, handed in, answered and answered anew by today's; what counts is the bytes.
import { expect, it } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { CorrectionId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft, aTablet, NOW, signed } from '../../test/agentTablet'
import { readOutbox } from '../../test/readOutbox'
import { answering } from './answering'
import { handIn, handInCorrection } from './handIn'
import { handInAgain } from './handInAgain'
import { readOperation } from './settle'
import type { Tablet } from './tablet'

const catalogue = aCatalogue()
const corrections = [
  {
    taskId: TaskId.parse('01980000-0000-7000-8000-0000000000f0'),
    itemCode: anItem().itemCode,
    correction: {
      correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
      points: [{ at: { kind: 'other' as const }, words: '请补充说明' }],
      askedAt: NOW,
    },
  },
]

const page = { scanId: ScanId.parse('b'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg', turned: 90 } as const

/** As a newer app keeps it: with more in the application, in a person, in a paper, on a page, and in the delivery. */
function newerDraft(): IntakeDraft {
  const draft = aDraft()
  return signed({
    ...draft,
    parties: draft.parties.map((party) => ({ ...party, nation: '土家族' })),
    materials: [{ code: 'lease', how: 'scanned', pages: [page], ...{ folder: 3 } }],
    delivery: { mode: 'pick-up', ...{ window: 7 } },
    more: { urgency: 'high', reachable: { from: '09:00' } },
  })
}

const MORE = {
  urgency: 'high',
  reachable: { from: '09:00' },
  parties: [{ nation: '土家族' }],
  materials: [{ folder: 3, pages: [{ turned: 90 }] }],
  delivery: { window: 7 },
}

/** The content in each operation of the outbox that has one, as it will be sent. */
const sentContents = async ({ store }: Tablet): Promise<unknown[]> =>
  (await readOutbox(store)).flatMap(({ words = '{}' }) => {
    const { payload } = JSON.parse(words) as { payload?: { content?: unknown } }
    return payload?.content ? [payload.content] : []
  })

it('[CASE-R21] hands on what a newer app said, in an answer to a correction and in one that takes its place', async () => {
  const tablet = await aTablet('newer-fields')
  const handed = await handIn(tablet, catalogue, { draft: newerDraft(), insisted: true })
  if (!handed.ok) throw new Error('not handed in')
  expect(await sentContents(tablet)).toMatchObject([MORE])
  await tablet.store.db.outbox.toCollection().modify({ state: 'ended' })

  const begun = { ...handed.value, ...answering(handed.value, { baseRevision: 1, corrections }) }
  const [party] = begun.parties
  if (!party) throw new Error('nobody applies')
  const draft = { ...begun, parties: [{ ...party, mobile: '13911111111' }], fields: { area: 46 } }
  expect(await handInCorrection(tablet, catalogue, { draft, insisted: true, sent: new Set() })).toMatchObject({
    ok: true,
  })
  expect(await sentContents(tablet)).toMatchObject([{ ...MORE, fields: { area: 46 } }])

  const [waiting] = await readOutbox(tablet.store)
  const operation = waiting && readOperation(waiting)
  if (!operation) throw new Error('nothing waits')
  const state = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } } as const
  await tablet.store.db.outbox.update(waiting.seq, { state: 'parked', detail: state })
  const again = { ...draft, ...answering(draft, { baseRevision: 2, corrections }), fields: { area: 47 } }
  const parked = { entry: { ...waiting, state }, operation }
  expect(await handInAgain(tablet, catalogue, { draft: again, parked, insisted: true })).toMatchObject({ ok: true })
  expect(await sentContents(tablet)).toMatchObject([{ ...MORE, fields: { area: 47 } }])
})

it('says no more than it knows of an application of its own', async () => {
  const tablet = await aTablet('newer-none')
  await handIn(tablet, catalogue, { draft: aDraft(), insisted: true })
  const [content] = await sentContents(tablet)
  expect(Object.keys(content as object).toSorted()).toEqual(
    ['capacity', 'delivery', 'fields', 'items', 'materials', 'notice', 'parties', 'signature'].toSorted(),
  )
})
