import { expect, it } from 'vitest'
import { ScanId } from '@onetrip/shared/lib/ids'
import { readOutbox } from '../../test/readOutbox'
import { aCatalogue, aDraft, aTablet } from '../../test/agentTablet'
import { saveDraft } from '../db/commands'
import { findDraft, readUploads } from '../db/queries'
import { findScanBytes } from '../db/scanRecords'
import type { NewScan } from '../db/toRecords'
import { handIn } from './handIn'
import { replaceScan } from './replaceScan'
import { readOperation } from './settle'

const catalogue = aCatalogue()
const page = (letter: string): NewScan => ({
  ref: { scanId: ScanId.parse(letter.repeat(64)), sizeBytes: 3, mediaType: 'application/pdf' },
  bytes: new Uint8Array([1, 2, 3]),
})
const lease = [page('c'), page('d')]
const draft = aDraft({ materials: [{ code: 'lease', how: 'scanned', pages: lease.map(({ ref }) => ref) }] })

/** Handed in, its words at the server, and one page that the server will not have. */
async function blocked(name: string, scanId: string) {
  const tablet = await aTablet(`replace-${name}`)
  await saveDraft(tablet.store, draft, { added: lease, removed: [] })
  const handed = await handIn(tablet, catalogue, { draft, insisted: true })
  if (!handed.ok) throw new Error('not handed in')
  await tablet.store.db.outbox.toCollection().modify({ state: 'ended' })
  const upload = (await readUploads(tablet.store.db)).find((one) => one.scanId === scanId)
  if (!upload) throw new Error('no such upload')
  return { tablet, draft: handed.value, upload }
}

it('[CASE-R17] names the new page in place of the old, sends it after the words that name it, and forgets the old', async () => {
  const { tablet, draft: handed, upload } = await blocked('replace', 'd'.repeat(64))
  const by = page('e')
  const replaced = await replaceScan(tablet, catalogue, {
    draft: handed,
    caseId: draft.caseId,
    scanId: upload.scanId,
    by,
  })
  expect(replaced.ok && replaced.value.materials[0]?.pages).toEqual([lease[0]?.ref, by.ref])

  const [entry, ...more] = await readOutbox(tablet.store)
  expect(more).toEqual([])
  expect(entry && readOperation(entry)).toMatchObject({
    kind: 'case.replace-scan',
    caseId: draft.caseId,
    payload: { replaces: upload.scanId, by: by.ref },
  })
  const uploads = new Map((await readUploads(tablet.store.db)).map((one) => [one.scanId, one.opId]))
  expect([...uploads.keys()].sort()).toEqual(['a', 'c', 'e'].map((letter) => letter.repeat(64)))
  expect(uploads.get(by.ref.scanId)).toBe(entry?.opId)
  expect(await findScanBytes(tablet.store, draft.caseId, upload.scanId)).toBe(undefined)
  expect(await findScanBytes(tablet.store, draft.caseId, by.ref.scanId)).toEqual(by.bytes)
  expect(replaced.ok && (await findDraft(tablet.store, draft.caseId))).toEqual(replaced.ok && replaced.value)
})

it.each([
  ['for the signature', 'a', 'e', 'signature'],
  ['that the application has already', 'd', 'c', 'already-there'],
])('[CASE-R17] takes no page %s', async (what, goes, comes, kind) => {
  const { tablet, draft: handed, upload } = await blocked(`no-page-${what}`, goes.repeat(64))
  const replaced = await replaceScan(tablet, catalogue, {
    draft: handed,
    caseId: draft.caseId,
    scanId: upload.scanId,
    by: page(comes),
  })
  expect(replaced).toEqual({ ok: false, error: { kind } })
  expect(await readOutbox(tablet.store)).toEqual([])
  expect(await readUploads(tablet.store.db)).toHaveLength(3)
})
