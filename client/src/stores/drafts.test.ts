// Goal: applications are opened only where they are shown, and no damaged one hides another.
import { createPinia } from 'pinia'
import { createApp, effectScope } from 'vue'
import { expect, it } from 'vitest'
import { CaseId } from '@onetrip/shared/lib/ids'
import { eventually } from '../../test/eventually'
import { aDraft, aTablet, NOW } from '../../test/agentTablet'
import { saveDraft } from '../db/commands'
import { readDraftList, readDraftsOf, RECENT_DRAFTS } from '../db/draftList'
import { clearCodec, placeOfCase } from '../db/recordCodec'
import { useDraftsStore } from './drafts'
import { TABLET, type Tablet } from './tablet'

const idOf = (n: number): CaseId => CaseId.parse(`01980000-0000-7000-8000-${String(n).padStart(12, '0')}`)
const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW }

/** A tablet that counts what it opens. */
async function aCountingTablet(name: string): Promise<{ tablet: Tablet; opened: { count: number } }> {
  const made = await aTablet(`drafts-${name}`)
  const opened = { count: 0 }
  const open: typeof clearCodec.open = (place, record) => {
    opened.count += 1
    return clearCodec.open(place, record)
  }
  return { tablet: { ...made, store: { ...made.store, codec: { ...clearCodec, open } } }, opened }
}

it('reads them while somebody shows them: a key that is typed afterwards opens nothing', async () => {
  const { tablet, opened } = await aCountingTablet('followed')
  await saveDraft(tablet.store, aDraft())
  const app = createApp({}).use(createPinia()).provide(TABLET, tablet)
  const page = effectScope()
  const drafts = app.runWithContext(() => page.run(() => useDraftsStore()))
  await eventually(() => expect(drafts?.unfinished).toHaveLength(1))
  await saveDraft(tablet.store, aDraft({ step: 'form' }))
  await eventually(() => expect(drafts?.unfinished[0]?.step).toBe('form'))
  page.stop()
  const before = opened.count
  await saveDraft(tablet.store, aDraft({ step: 'check' }))
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(opened.count).toBe(before)
  expect(drafts?.state).toBe('reading')
})

it('opens every unfinished one, however old, and the recent ones of the others', async () => {
  const { tablet, opened } = await aCountingTablet('recent')
  const old = RECENT_DRAFTS + 20
  for (let n = 1; n <= old; n += 1)
    await saveDraft(tablet.store, aDraft({ caseId: idOf(n), ...(n > 1 && { receipt }) }))
  const { drafts } = await readDraftList(tablet.store)
  expect(opened.count).toBe(RECENT_DRAFTS + 1)
  expect(drafts[0]?.caseId).toBe(idOf(old))
  expect(drafts.at(-1)?.caseId).toBe(idOf(1))
})

it('takes a record of an older app, which does not say whether it was handed in, for one that must be opened', async () => {
  const { tablet } = await aCountingTablet('older')
  await tablet.store.db.ownCases.put({
    caseId: idOf(1),
    body: await clearCodec.seal(placeOfCase(idOf(1)), aDraft({ caseId: idOf(1) })),
  })
  expect((await readDraftList(tablet.store)).drafts).toHaveLength(1)
})

it('counts what it cannot open, and gives all others', async () => {
  const { tablet } = await aCountingTablet('damaged')
  await saveDraft(tablet.store, aDraft({ caseId: idOf(1) }))
  await saveDraft(tablet.store, aDraft({ caseId: idOf(2) }))
  await tablet.store.db.ownCases.update(idOf(2), { body: { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) } })
  for (const list of [
    await readDraftList(tablet.store),
    await readDraftsOf(tablet.store, [idOf(1), idOf(2), idOf(3)]),
  ]) {
    expect(list.drafts.map((draft) => draft.caseId)).toEqual([idOf(1)])
    expect(list.unreadable).toBe(1)
  }
})
