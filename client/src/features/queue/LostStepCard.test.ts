// @vitest-environment happy-dom
// Goal: a handed-in step that the tablet lost and the server did not take is told, with why and of which case, and ends
// by a person's word on record. Method: the queue page of a tablet that has nothing else left to send.
import { expect, it, vi } from 'vitest'
import { OpId, uuidv7 } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import { aCatalogue, aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import { giveUpByHand, press, writeReason } from '../../../test/giveUpByHand'
import { readOutbox } from '../../../test/readOutbox'
import { aStationCase, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import { keepLostSteps, readLostSteps, type LostStep, type NotTaken } from '../../db/lostSteps'
import { writeMeta } from '../../db/meta'
import { findDraft } from '../../db/queries'
import { handIn } from '../../stores/handIn'
import { readOperation } from '../../stores/settle'
import QueuePage from './QueuePage.vue'

const ALL_ARRIVED = '全部送达，本机没有未上传的内容。'
const REFUSED = { status: 'refused', refusal: { kind: 'case-not-found' } } as const
const opId = OpId.parse(uuidv7(instantToMs(NOW), (length) => new Uint8Array(length)))
const row = aStationCase(1)
const LOST = { name: 'a', opId, caseId: row.caseId }
const notTaken = (why: NotTaken): LostStep['state'] => ({ kind: 'not-taken', why })

async function openQueue(name: string, ...steps: readonly LostStep[]) {
  const tablet = await aTablet(`lost-${name}`)
  await plantCatalogue(tablet)
  await plantCases(tablet, [row])
  await keepLostSteps(tablet.store.db, steps)
  const { page } = await openTabletPage(tablet, { page: QueuePage, path: '/queue', at: '/queue' })
  await vi.waitFor(() => expect(page.text()).not.toContain('正在看还有什么没有上传'))
  return { tablet, page }
}

it('[SYNC-R20] says of lost steps that wait that they go by themselves, and of none that all has arrived', async () => {
  const { page } = await openQueue('waiting', { ...LOST, state: { kind: 'waiting' } })
  await eventually(() => expect(page.text()).toContain('平板丢失了 1 步已提交的内容，还留着封好的备份'))
  expect(page.text()).not.toContain(ALL_ARRIVED)
  expect(page.findAll('article')).toHaveLength(0)
})

it.each([
  [REFUSED, '服务器上没有这个办件，或者它不属于本服务点。'],
  [{ status: 'conflict', serverRevision: 2 } as const, '办件在服务器上已经变了，别人先办了一步。'],
  [{ status: 'scan-refused' } as const, '文字已在服务器，有扫描件没有收下。'],
  [{ status: 'unreadable' } as const, '封好的备份也已经损坏，读不出来，没有传过。'],
])('[SYNC-R20] says when it was handed in, of which case it is, and why it was not taken: %j', async (why, words) => {
  const { page } = await openQueue(`why-${why.status}`, { ...LOST, state: notTaken(why) })
  await eventually(() => expect(page.get('article').text()).toContain(row.receiptNumber))
  expect(page.get('article').text()).toContain(words)
  expect(page.get('article').text()).toMatch(/7月3日.* 提交的一步/)
  expect(page.text()).not.toContain(ALL_ARRIVED)
})

it('[CASE-R10] [SYNC-R20] is given up with a reason, which goes to the case’s record', async () => {
  const { tablet, page } = await openQueue('given-up', { ...LOST, state: notTaken(REFUSED) })
  await eventually(() => expect(page.findAll('article')).toHaveLength(1))
  await giveUpByHand('已重新收件')
  await vi.waitFor(async () => expect(await readOutbox(tablet.store)).toHaveLength(1))
  const [word] = await readOutbox(tablet.store)
  expect(word && readOperation(word)).toMatchObject({
    kind: 'case.settle',
    caseId: row.caseId,
    payload: { settles: opId, how: { kind: 'given-up', because: '已重新收件' } },
  })
  expect(await readLostSteps(tablet.store.db)).toEqual([{ name: LOST.name, state: { kind: 'settled' } }])
  await eventually(() => expect(page.text()).not.toContain('服务器没有收下的'))
})

it('[SYNC-R20] an application that never came is unfinished again, with all that is still here', async () => {
  const { caseId } = aDraft()
  const { tablet, page } = await openQueue('application', {
    ...LOST,
    caseId,
    state: notTaken({ status: 'unreadable' }),
  })
  const handed = await handIn(tablet, aCatalogue(), { draft: aDraft({ fields: { area: 48 } }), insisted: true })
  if (!handed.ok) throw new Error('not handed in')
  await tablet.store.db.outbox.clear()
  await eventually(() => expect(page.get('article').text()).toContain('𠮷㛃'))
  await giveUpByHand('备份损坏')
  await vi.waitFor(async () => expect(await readOutbox(tablet.store)).toHaveLength(1))
  const draft = await findDraft(tablet.store, caseId)
  expect(draft).toMatchObject({ fields: { area: 48 } })
  expect(draft?.receipt).toBeUndefined()
})

it('[SYNC-R8] is not given up where a restored server was offered it meanwhile', async () => {
  const { tablet, page } = await openQueue('overtaken', { ...LOST, state: notTaken(REFUSED) })
  await eventually(() => expect(page.findAll('article')).toHaveLength(1))
  await writeReason('已重新收件')
  // Sent again, to a server that was restored: it goes by itself now.
  await tablet.store.db.transaction('rw', tablet.store.db.meta, async () => {
    press('确认放弃')
    await writeMeta(tablet.store.db, 'lost', { steps: [{ ...LOST, state: { kind: 'waiting' } }] })
  })
  await eventually(() => expect(page.text()).toContain('会自动补传'))
  expect(await readOutbox(tablet.store)).toEqual([])
})

it('[SYNC-R20] of a picture that was not taken, which its case asks for, nothing has to be said', async () => {
  const page = { name: 'b', caseId: row.caseId, state: notTaken({ status: 'scan-refused' }) }
  const opened = await openQueue('seen', page)
  await eventually(() => expect(opened.page.get('article').text()).toContain('补拍的一页'))
  press('知道了')
  await eventually(() => expect(opened.page.text()).toContain(ALL_ARRIVED))
  expect(await readOutbox(opened.tablet.store)).toEqual([])
})
