import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UploadId } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import { createStrayFiles } from '../../adapters/files/strayFiles'
import { newId } from '../../app/parts'
import { takeIn } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse, type TestHouseOptions } from '../../../test/house'
import { appendPiece } from '../sync/appendPiece'
import { offerScan } from '../sync/offerScan'
import { bySession } from '../sync/sender'
import { sweepFiles } from './sweepFiles'

const DAY_MS = 24 * 60 * 60_000
const MONTH_MS = 30 * DAY_MS
const signal = new AbortController().signal

const sweep = ({ house, dataDir }: TestHouse) =>
  sweepFiles({ house, strayFiles: createStrayFiles(dataDir, [join(dataDir, 'scans')]) }, signal)

/** A case whose last page is on its way: so many bytes of it have come, today. */
async function beginUpload(test: TestHouse, sizeOf: (whole: number) => number) {
  const { house, actors, devices } = test
  const { caseId, pages } = await takeIn(test, { isArriving: true })
  const last = pages.at(-1)
  if (!last) throw new Error('a case has a page')
  const { bytes, ref } = last
  const uploadId = UploadId.parse(newId())
  const offer = { deviceId: devices.agent, uploadId, caseId, scan: ref }
  expect((await offerScan(house, bySession(actors.agent), offer)).ok).toBe(true)
  const piece = bytes.subarray(0, sizeOf(bytes.length))
  const send = async (from: number) => {
    const chunks = (async function* () {
      yield await Promise.resolve(bytes.subarray(from, piece.length))
    })()
    await appendPiece(house, bySession(actors.agent), { uploadId, offset: from, chunks })
    await touch(test, join('uploads', uploadId))
  }
  return { uploadId, caseId, offer, send }
}

/** A file's times are the machine's; here they are the house's. */
async function touch({ dataDir, house }: TestHouse, path: string): Promise<void> {
  const at = instantToMs(house.clock()) / 1000
  await utimes(join(dataDir, path), at, at)
}

async function seen({ dataDir, ownerPool }: TestHouse) {
  const { rows } = await ownerPool.query<{ id: string }>('select upload_id as id from upload')
  return { files: await readdir(join(dataDir, 'uploads')), rows: rows.map(({ id }) => id) }
}

const half = (whole: number): number => Math.floor(whole / 2)

describe('an upload that nobody goes on with', () => {
  it('is taken away after a month, file and row, and may begin again', async () => {
    await using test = await openTestHouse()
    const { uploadId, offer, send } = await beginUpload(test, half)
    await send(0)
    test.pass(MONTH_MS - 1000)
    await sweep(test)
    expect(await seen(test)).toEqual({ files: [uploadId], rows: [uploadId] })
    test.pass(2000)
    await sweep(test)
    expect(await seen(test)).toEqual({ files: [], rows: [] })
    const again = await offerScan(test.house, bySession(test.actors.agent), offer)
    expect(again).toMatchObject({ ok: true, value: { standing: { status: 'continue', offset: 0 } } })
    expect(test.reports).toEqual([])
  })

  it('stays as long as pieces come', async () => {
    await using test = await openTestHouse()
    const { uploadId, send } = await beginUpload(test, half)
    test.pass(MONTH_MS)
    await send(0)
    test.pass(DAY_MS)
    await sweep(test)
    expect(await seen(test)).toEqual({ files: [uploadId], rows: [uploadId] })
  })

  it('is taken away by the next night when a crash came between file and row', async () => {
    const crash = { isDue: true }
    await using test = await openTestHouse({
      change: (house) => ({
        uploads: {
          ...house.uploads,
          remove: async (id) => {
            await house.uploads.remove(id)
            if (crash.isDue) throw new Error('crashed')
          },
        },
      }),
    })
    const { uploadId, send } = await beginUpload(test, half)
    await send(0)
    test.pass(MONTH_MS + 1000)
    await expect(sweep(test)).rejects.toThrow('crashed')
    expect(await seen(test)).toEqual({ files: [], rows: [uploadId] })
    crash.isDue = false
    await sweep(test)
    expect(await seen(test)).toEqual({ files: [], rows: [] })
  })

  it('is taken away without a row, too', async () => {
    await using test = await openTestHouse()
    const { uploadId, send } = await beginUpload(test, half)
    await send(0)
    await test.ownerPool.query('delete from upload')
    test.pass(MONTH_MS + 1000)
    await sweep(test)
    expect((await seen(test)).files).not.toContain(uploadId)
  })
})

describe('a scan that a case names', () => {
  const crashing = (crash: { isDue: boolean }): TestHouseOptions => ({
    change: (house) => ({
      scans: {
        ...house.scans,
        put: async (id, bytes) => {
          if (crash.isDue) throw new Error('crashed')
          await house.scans.put(id, bytes)
        },
      },
    }),
  })

  it('stays when all its bytes came and a crash kept them from the store: they may be the only ones', async () => {
    const crash = { isDue: false }
    await using test = await openTestHouse(crashing(crash))
    const { uploadId, offer, send } = await beginUpload(test, (whole) => whole)
    crash.isDue = true
    await expect(send(0)).rejects.toThrow('crashed')
    await touch(test, join('uploads', uploadId))
    crash.isDue = false
    test.pass(2 * MONTH_MS)
    await sweep(test)
    expect(await seen(test)).toEqual({ files: [uploadId], rows: [uploadId] })
    expect(test.reports.map(String)).toEqual([expect.stringContaining(uploadId)])
    const again = await offerScan(test.house, bySession(test.actors.agent), offer)
    expect(again).toMatchObject({ ok: true, value: { standing: { status: 'complete' } } })
  })

  it('stays in the store, whether its row says that it has arrived or a crash came before', async () => {
    await using test = await openTestHouse()
    const { pages } = await takeIn(test)
    await test.ownerPool.query('update scan set arrived_at = null')
    test.pass(2 * MONTH_MS)
    await sweep(test)
    for (const { ref } of pages) expect(await test.house.scans.head(ref.scanId)).toBe(ref.sizeBytes)
  })
})

it('drafts of files go after a month, young ones stay', async () => {
  await using test = await openTestHouse()
  const drafts = join('scans', 'tmp')
  await mkdir(join(test.dataDir, drafts), { recursive: true })
  const write = async (name: string): Promise<void> => {
    await writeFile(join(test.dataDir, drafts, name), 'x')
    await touch(test, join(drafts, name))
  }
  await write('old')
  test.pass(MONTH_MS)
  await write('young')
  test.pass(1000)
  await sweep(test)
  expect(await readdir(join(test.dataDir, drafts))).toEqual(['young'])
})

it('the ids of pulls are forgotten after a month, those of events never', async () => {
  await using test = await openTestHouse()
  const { districtId } = test.house
  for (const [messageId, status] of [
    ['get_1', 'pulled'],
    ['evt_1', 'applied'],
    ['evt_2', 'parked'],
  ]) {
    await test.ownerPool.query(
      `insert into inbound_message (district_id, department_id, message_id, body_sha256, answer, received_at)
       values ($1, 'urban-management', $2, '', $3, $4)`,
      [districtId, messageId, JSON.stringify({ status }), test.house.clock()],
    )
  }
  test.pass(MONTH_MS + 1000)
  await sweep(test)
  const { rows } = await test.ownerPool.query('select message_id as id from inbound_message order by id')
  expect(rows).toEqual([{ id: 'evt_1' }, { id: 'evt_2' }])
})
