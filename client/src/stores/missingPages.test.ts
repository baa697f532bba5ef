// Goal: of each scan that the server waits for it is said where it is, and never safer than it is.
import { expect, it } from 'vitest'
import { toContent } from '@onetrip/shared/case/toContent'
import { OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft, aTablet } from '../../test/agentTablet'
import { recordStep } from '../db/commands'
import { readUnsentOf } from '../db/unsent'
import { missingPages, readHeld } from './missingPages'
import { replaceScanOfServer } from './replaceScan'

const page = (letter: string) => ({
  ref: { scanId: ScanId.parse(letter.repeat(64)), sizeBytes: 3, mediaType: 'application/pdf' as const },
  bytes: new Uint8Array([1, 2, 3]),
})
const named = ['1', '2', '3', '4', '5', '6'].map(page)
const draft = aDraft({ materials: [{ code: 'lease', how: 'scanned', pages: named.map(({ ref }) => ref) }] })
const content = toContent(draft)

it('in the order of the papers: on its way, stuck, here, exchanged, nowhere; and nothing of what has arrived', async () => {
  if (!content) throw new Error('the sample is incomplete')
  const tablet = await aTablet('missing-pages')
  const [waiting, blocked, idle, exchanged, parked, gone] = named.map(({ ref }) => ref.scanId)
  if (!waiting || !blocked || !idle || !exchanged || !parked || !gone) throw new Error('the sample is incomplete')
  const opId = OpId.parse(tablet.newId())
  await recordStep(tablet.store, {
    caseId: draft.caseId,
    newScans: named.slice(0, 3),
    operations: [],
    uploads: named.slice(0, 2).map(({ ref }) => ({ ref, opId, uploadId: UploadId.parse(tablet.newId()) })),
    settles: [],
    atMs: 0,
  })
  const { uploads, outbox } = tablet.store.db
  await uploads.update([draft.caseId, blocked], { state: 'blocked', detail: { kind: 'blocked', why: 'corrupt' } })
  const exchange = async (scanId: ScanId, by: string) =>
    replaceScanOfServer(tablet, aCatalogue(), { caseId: draft.caseId, scanId, by: page(by), content })
  await exchange(exchanged, 'd')
  await exchange(parked, 'e')
  const last = await outbox.orderBy('seq').last()
  const because = { status: 'conflict', serverRevision: 2 } as const
  await outbox.update(last?.seq ?? 0, { state: 'parked', detail: { kind: 'parked', because } })

  const known = {
    unsent: await readUnsentOf(tablet.store, [draft.caseId]),
    held: await readHeld(tablet.store.db, draft.caseId),
  }
  const whereOf = (awaited: readonly ScanId[]) =>
    missingPages(content, awaited, known).map(({ ref, where }) => [ref.scanId, where])
  expect(whereOf([gone, parked, exchanged, idle, blocked, waiting])).toEqual([
    [waiting, 'on-its-way'],
    [blocked, 'stuck'],
    [idle, 'here'],
    [exchanged, 'on-its-way'],
    [parked, 'stuck'],
    [gone, 'elsewhere'],
  ])
  expect(whereOf([idle])).toEqual([[idle, 'here']])
})

it('a page that the case has already is not named a second time', async () => {
  if (!content) throw new Error('the sample is incomplete')
  const tablet = await aTablet('missing-pages-twice')
  const scanId = ScanId.parse('1'.repeat(64))
  expect(
    await replaceScanOfServer(tablet, aCatalogue(), { caseId: draft.caseId, scanId, by: page('2'), content }),
  ).toEqual({ ok: false, error: { kind: 'already-there' } })
  expect(await tablet.store.db.outbox.count()).toBe(0)
})
