// Goal: a scan that arrived and was lost afterwards (a broken disk, an older backup of the folder) is noticed and mended.
// Method: the file is taken away, or cut, behind the server's back.
import { rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DepartmentId, UploadId, type ScanId } from '@onetrip/shared/lib/ids'
import { newId } from '../../app/parts'
import { only, readFile, takeIn, type WholeCase } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { SIGNBOARD, type SamplePage } from '../../../test/samples'
import { pullScan } from '../department/pullTask'
import { viewScan } from '../inbox/viewScan'
import { appendPiece } from '../sync/appendPiece'
import { offerScan } from '../sync/offerScan'
import { bySession } from '../sync/sender'

const pathOf = ({ dataDir }: TestHouse, id: ScanId): string =>
  join(dataDir, 'scans', id.slice(0, 2), id.slice(2, 4), id)

const LOSSES: readonly (readonly [string, (path: string) => Promise<void>])[] = [
  ['gone', (path) => rm(path)],
  ['cut', (path) => truncate(path, 100)],
]

function firstPage({ pages }: WholeCase): SamplePage {
  const [page] = pages
  if (!page) throw new Error('a case has a page')
  return page
}

async function* chunksOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

describe.each(LOSSES)('a scan that is %s', (_name, lose) => {
  it('[SYNC-R10] is asked for again, and its case stays as it is', async () => {
    await using test = await openTestHouse()
    const { house, actors, devices } = test
    const made = await takeIn(test)
    const { ref, bytes } = firstPage(made)
    await lose(pathOf(test, ref.scanId))

    const uploadId = UploadId.parse(newId())
    const offer = { deviceId: devices.agent, uploadId, caseId: made.caseId, scan: ref }
    expect(await offerScan(house, bySession(actors.agent), offer)).toMatchObject({
      value: { standing: { status: 'continue', offset: 0 } },
    })
    const half = bytes.subarray(0, 1000)
    expect(
      await appendPiece(house, bySession(actors.agent), { uploadId, offset: 0, chunks: chunksOf(half) }),
    ).toMatchObject({
      standing: { status: 'continue', offset: 1000 },
    })
    const rest = { uploadId, offset: 1000, chunks: chunksOf(bytes.subarray(1000)) }
    expect(await appendPiece(house, bySession(actors.agent), rest)).toMatchObject({ standing: { status: 'complete' } })
    expect(await house.scans.head(ref.scanId)).toBe(bytes.length)
    expect(await readFile(house, made.caseId)).toEqual(made.file)
  })

  it('[SYNC-R10] is not there for who wants to read it, and the log is told', async () => {
    await using test = await openTestHouse()
    const { house, actors } = test
    const made = await takeIn(test)
    const { scanId } = firstPage(made).ref
    await lose(pathOf(test, scanId))
    expect(await viewScan(house, actors.marketReviewer, { caseId: made.caseId, scanId, as: 'preview' })).toBeUndefined()

    const outside = await takeIn(test, { itemCodes: [SIGNBOARD], scans: 12 })
    const pulled = firstPage(outside).ref.scanId
    await lose(pathOf(test, pulled))
    const departmentId = DepartmentId.parse('urban-management')
    const message = { departmentId, messageId: randomUUID(), sha256: '0'.repeat(64) }
    const { taskId } = only(outside.file.tasks)
    expect(await pullScan(house, { message, taskId, scanId: pulled })).toEqual({ status: 'not-found' })
    expect(test.reports.map(String)).toEqual(
      [scanId, pulled].map((id) => `Error: scan ${id} has arrived and is not whole in the store`),
    )
  })
})
