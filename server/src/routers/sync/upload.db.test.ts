// Goal: what arrived of a scan is never sent twice, never lost, and counts only as the very bytes that the words name.
// Method: a really listening server, sockets that are really cut, and crashes between the steps of a completion.
import { request } from 'node:http'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ScanId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import {
  APP_HEADER,
  MAX_PIECE_BYTES,
  OFFER_HEADER,
  OFFSET_HEADER,
  PROTOCOL,
  PROTOCOL_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { writeOffer, type UploadStanding } from '@onetrip/shared/wire/upload'
import { openTestHouse, type TestHouse, type TestHouseOptions } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { listenTo, openSignedIn, type Answer, type Page, type TestServer } from '../../../test/page'
import type { SamplePage } from '../../../test/samples'
import { newId } from '../../app/parts'

it('[SYNC-R10] keeps what came of a cut piece, goes on at that byte, and makes the case whole with the last scan', async () => {
  const appended: number[] = []
  await using scene = await openScene({
    change: ({ uploads }) => ({
      uploads: {
        ...uploads,
        append: async (id, offset, chunks) => {
          const size = await uploads.append(id, offset, chunks)
          appended.push(size)
          return size
        },
      },
    }),
  })
  const { test, page, server, pages, caseId } = scene
  for (const [index, one] of pages.entries()) {
    const upload = offerOf(scene, one)
    expect(await standingOf(page.mutate('sync.offer', upload))).toEqual({ status: 'continue', offset: 0 })
    const cutAt = 10_000 + index
    await sendAndCut(server, page, { upload, bytes: one.bytes, cutAt })
    // Synced and closed, too: a request that was cut must not wait for ever.
    await expect.poll(() => appended, { timeout: 10_000 }).toContain(cutAt)
    expect(await standingOf(page.mutate('sync.offer', upload))).toEqual({ status: 'continue', offset: cutAt })
    expect(await standingOf(append(page, upload, cutAt, one.bytes.subarray(cutAt)))).toMatchObject({
      status: 'complete',
    })
    expect(await test.house.scans.head(one.ref.scanId)).toBe(one.bytes.length)
    expect(await isWhole(test, caseId)).toBe(index === pages.length - 1)
  }
  const { rows: tasks } = await test.ownerPool.query('select department_id, state from task')
  expect(tasks).toMatchObject([{ department_id: 'market-regulation', state: { status: 'received' } }])
  expect(await readdir(join(test.dataDir, 'uploads'))).toEqual([])
  const { rows: station } = await test.ownerPool.query(
    `select seq, body->'scans' as scans from feed_row where feed_id like 'station:%'`,
  )
  expect(station).toEqual([{ seq: 1 + pages.length, scans: { arrived: 4, total: 4 } }])
  const { rows: traces } = await test.ownerPool.query(
    `select entity, detail->>'scanId' as scan from audit_row where procedure = 'sync.append'`,
  )
  expect(traces).toHaveLength(4)
  expect(new Set(traces.map(({ scan }: { scan: string }) => scan))).toEqual(new Set(pages.map(({ ref }) => ref.scanId)))
})

it('keeps the stored bytes to the byte', async () => {
  await using scene = await openScene()
  const [one] = scene.pages
  await deliver(scene, one)
  const stored = await scene.test.house.scans.get(one.ref.scanId)
  const chunks: Uint8Array[] = []
  for await (const chunk of stored ?? []) chunks.push(chunk)
  expect(Buffer.concat(chunks).equals(one.bytes)).toBe(true)
})

it('[SYNC-R10] throws bytes away that do not hash to the scan’s id, and takes the right ones after that', async () => {
  await using scene = await openScene()
  const [one] = scene.pages
  const upload = offerOf(scene, one)
  await scene.page.mutate('sync.offer', upload)
  const wrong = Uint8Array.from(one.bytes)
  wrong[1234] = (wrong[1234] ?? 0) ^ 1
  expect(await standingOf(append(scene.page, upload, 0, wrong))).toEqual({ status: 'mismatch' })
  expect(await standingOf(scene.page.mutate('sync.offer', upload))).toEqual({ status: 'continue', offset: 0 })
  const tooLong = Uint8Array.from([...one.bytes, 0])
  expect(await standingOf(append(scene.page, upload, 0, tooLong))).toEqual({ status: 'mismatch' })
  expect(await scene.test.house.scans.head(one.ref.scanId)).toBeUndefined()
  expect(await standingOf(append(scene.page, upload, 0, one.bytes))).toMatchObject({ status: 'complete' })
})

it.each([
  ['text that calls itself a picture', new TextEncoder().encode('x'.repeat(500)), 'unknown-type'],
  ['a picture that calls itself something else', undefined, 'unknown-type'],
] as const)('refuses %s', async (_name, bytes, why) => {
  await using test = await openTestHouse()
  const [real] = (await makeSubmit(test)).pages
  if (!real) throw new Error('no page')
  const content = bytes ?? real.bytes
  const scanId = ScanId.parse(createHash('sha256').update(content).digest('hex'))
  const mediaType = bytes ? ('image/jpeg' as const) : ('image/png' as const)
  const odd: SamplePage = { bytes: new Uint8Array(content), ref: { scanId, sizeBytes: content.length, mediaType } }
  await using scene = await openScene({}, { test, pages: [odd] })
  const upload = offerOf(scene, odd)
  await scene.page.mutate('sync.offer', upload)
  expect(await standingOf(append(scene.page, upload, 0, odd.bytes))).toEqual({ status: 'unreadable', why })
  expect(await scene.test.house.scans.head(scanId)).toBeUndefined()
})

it('asks for nothing before the words, nor for what they do not name', async () => {
  await using scene = await openScene()
  const { page, test, pages } = scene
  const [one, two] = pages
  const unsent = await makeSubmit(test)
  const stranger = ScanId.parse('0'.repeat(64))
  const offers = [
    { ...offerOf(scene, one), caseId: unsent.op.caseId },
    { ...offerOf(scene, one), scan: { ...one.ref, scanId: stranger } },
    { ...offerOf(scene, one), scan: { ...one.ref, sizeBytes: one.ref.sizeBytes + 1 } },
    { ...offerOf(scene, one), scan: { ...one.ref, mediaType: 'application/pdf' } },
  ]
  for (const offer of offers) {
    expect(await standingOf(page.mutate('sync.offer', offer))).toEqual({ status: 'not-awaited' })
  }
  expect(await standingOf(append(page, offerOf(scene, two), 0, two.bytes))).toEqual({ status: 'not-awaited' })
  expect(await readdir(join(test.dataDir, 'uploads'))).toEqual([])
})

it('[SYNC-R12] gives nothing for knowing a hash: the same page in another case must be delivered, too', async () => {
  await using scene = await openScene()
  const { test, pages, server } = scene
  const [one] = pages
  await deliver(scene, one)

  const other = await makeSubmit(test, { actor: test.actors.otherAgent, pages })
  await push(test.house, test.actors.otherAgent, [frameOf(other.op, test.devices.otherAgent)])
  const theirs = await openSignedIn(server.url, test.signIns.otherAgent)
  const offer = { ...offerOf(scene, one), deviceId: test.devices.otherAgent }
  const forOwnCase = { ...offer, uploadId: newUpload(), caseId: other.op.caseId }
  expect(await standingOf(theirs.mutate('sync.offer', forOwnCase))).toEqual({ status: 'continue', offset: 0 })
  const forForeignCase = { ...offer, uploadId: newUpload() }
  expect(await standingOf(theirs.mutate('sync.offer', forForeignCase))).toEqual({ status: 'not-awaited' })
})

it('lets nobody else go on with an upload', async () => {
  await using scene = await openScene()
  const { test, pages, page, server } = scene
  const [one] = pages
  const upload = offerOf(scene, one)
  await page.mutate('sync.offer', upload)
  const theirs = await openSignedIn(server.url, test.signIns.otherAgent)
  expect(await standingOf(append(theirs, upload, 0, one.bytes))).toEqual({ status: 'not-awaited' })
  expect(await standingOf(page.mutate('sync.offer', upload))).toEqual({ status: 'continue', offset: 0 })
})

it('answers a piece from beyond the present size with that size, and one that overlaps with the new size', async () => {
  await using scene = await openScene()
  const { page, pages } = scene
  const [one] = pages
  const upload = offerOf(scene, one)
  await page.mutate('sync.offer', upload)
  await append(page, upload, 0, one.bytes.subarray(0, 1000))
  expect(await standingOf(append(page, upload, 2000, one.bytes.subarray(2000)))).toEqual({
    status: 'continue',
    offset: 1000,
  })
  expect(await standingOf(append(page, upload, 500, one.bytes.subarray(500, 1500)))).toEqual({
    status: 'continue',
    offset: 1500,
  })
  expect(await standingOf(append(page, upload, 1500, one.bytes.subarray(1500)))).toMatchObject({ status: 'complete' })
})

it('takes the same pieces at once through two servers, and stores the scan once', async () => {
  await using scene = await openScene()
  const { test, page, pages } = scene
  await using second = await test.openAnother()
  await using secondServer = await listenTo(second.house)
  const elsewhere = await openSignedIn(secondServer.url, test.signIns.agent)
  const deliverAtOnce = async (one: SamplePage): Promise<void> => {
    const upload = offerOf(scene, one)
    await page.mutate('sync.offer', upload)
    await Promise.all([page, elsewhere, page, elsewhere].map((door) => append(door, upload, 0, one.bytes)))
    expect(await standingOf(elsewhere.mutate('sync.offer', upload))).toMatchObject({ status: 'complete' })
  }
  // All of them at once, too: two last scans must not each find the other missing.
  await Promise.all(pages.map(deliverAtOnce))
  const { rows } = await test.ownerPool.query(
    `select (select count(*) from task)::int as tasks, (select count(*) from audit_row where procedure = 'sync.append')::int as traces`,
  )
  expect(rows).toEqual([{ tasks: 1, traces: pages.length }])
})

it('repairs a crash between the store and the row with the next offer', async () => {
  const crash = { isDue: false }
  await using scene = await openScene({
    change: (house) => ({
      scans: {
        ...house.scans,
        put: async (id, bytes) => {
          await house.scans.put(id, bytes)
          if (crash.isDue) throw new Error('crashed')
        },
      },
    }),
  })
  const [one] = scene.pages
  const upload = offerOf(scene, one)
  await scene.page.mutate('sync.offer', upload)
  crash.isDue = true
  expect((await append(scene.page, upload, 0, one.bytes)).body).toBe('INTERNAL_SERVER_ERROR')
  crash.isDue = false
  expect(await standingOf(scene.page.mutate('sync.offer', upload))).toMatchObject({ status: 'complete' })
  expect(await readdir(join(scene.test.dataDir, 'uploads'))).toEqual([])
})

it('repairs a crash between the row and the partial file, and answers a repeated piece “complete”', async () => {
  const crash = { isDue: true }
  await using scene = await openScene({
    change: (house) => ({
      uploads: {
        ...house.uploads,
        remove: async (id) => {
          if (crash.isDue) throw new Error('crashed')
          await house.uploads.remove(id)
        },
      },
    }),
  })
  const [one] = scene.pages
  const upload = offerOf(scene, one)
  await scene.page.mutate('sync.offer', upload)
  expect((await append(scene.page, upload, 0, one.bytes)).body).toBe('INTERNAL_SERVER_ERROR')
  crash.isDue = false
  expect(await standingOf(append(scene.page, upload, 0, one.bytes))).toMatchObject({ status: 'complete' })
  expect(await readdir(join(scene.test.dataDir, 'uploads'))).toEqual([])
})

it('refuses pieces that say wrongly where they belong, and keeps what came before', async () => {
  await using scene = await openScene()
  const { page, pages } = scene
  const [one] = pages
  const upload = offerOf(scene, one)
  await page.mutate('sync.offer', upload)
  const headers = { [UPLOAD_ID_HEADER]: upload.uploadId, [OFFSET_HEADER]: '0' }
  for (const wrong of [
    { ...headers, [OFFSET_HEADER]: '-1' },
    { ...headers, [OFFSET_HEADER]: '1e3' },
    { ...headers, [OFFSET_HEADER]: '99999999' },
    { ...headers, [UPLOAD_ID_HEADER]: '../../etc/passwd' },
    { [UPLOAD_ID_HEADER]: upload.uploadId },
  ]) {
    expect((await page.send('sync.append', one.bytes, wrong)).body).toBe('BAD_REQUEST')
  }
})

it('[SYNC-R10] takes a piece of the greatest size whole, and says of one byte more that it is too large', async () => {
  await using test = await openTestHouse()
  const bytes = new Uint8Array(MAX_PIECE_BYTES + 2)
  const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  const long: SamplePage = { bytes, ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' } }
  await using scene = await openScene({}, { test, pages: [long] })
  const upload = offerOf(scene, long)
  await scene.page.mutate('sync.offer', upload)
  const tooLarge = await append(scene.page, upload, 0, bytes.subarray(0, MAX_PIECE_BYTES + 1))
  expect([tooLarge.status, tooLarge.body]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  const whole = append(scene.page, upload, 0, bytes.subarray(0, MAX_PIECE_BYTES))
  expect(await standingOf(whole)).toEqual({ status: 'continue', offset: MAX_PIECE_BYTES })
})

it('[SYNC-R10] takes a scan with its offer in one request: whole, once, and told again as often as it is sent', async () => {
  await using scene = await openScene()
  const { test, page, pages, caseId } = scene
  for (const one of pages) {
    const upload = offerOf(scene, one)
    const first = await standingOf(offerAndAppend(page, upload, one.bytes))
    expect(first).toMatchObject({ status: 'complete' })
    expect(await test.house.scans.head(one.ref.scanId)).toBe(one.bytes.length)
    // Whichever way the tablet asks after a lost answer.
    expect(await standingOf(offerAndAppend(page, upload, one.bytes))).toEqual(first)
    expect(await standingOf(append(page, upload, 0, one.bytes))).toEqual(first)
    expect(await standingOf(page.mutate('sync.offer', upload))).toEqual(first)
  }
  expect(await isWhole(test, caseId)).toBe(true)
  expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: pages.length })
})

it('[SYNC-R10] keeps what came of a cut piece with its offer, and a part that was meant as one', async () => {
  const kept: UploadId[] = []
  await using scene = await openScene({
    change: ({ uploads }) => ({
      uploads: {
        ...uploads,
        keep: async (id) => {
          await uploads.keep(id)
          kept.push(id)
        },
      },
    }),
  })
  const { page, server, pages } = scene
  const [one, two] = pages
  const cut = offerOf(scene, one)
  await sendAndCut(server, page, { upload: cut, bytes: one.bytes, cutAt: 10_000, isOffer: true })
  await expect.poll(() => kept, { timeout: 10_000 }).toEqual([cut.uploadId])
  expect(await standingOf(page.mutate('sync.offer', cut))).toEqual({ status: 'continue', offset: 10_000 })
  expect(await standingOf(append(page, cut, 10_000, one.bytes.subarray(10_000)))).toMatchObject({ status: 'complete' })

  const part = offerOf(scene, two)
  const begun = offerAndAppend(page, part, two.bytes.subarray(0, 1000))
  expect(await standingOf(begun)).toEqual({ status: 'continue', offset: 1000 })
  expect(kept).toEqual([cut.uploadId, part.uploadId])
  // Without the offer: what was begun with it is known.
  expect(await standingOf(append(page, part, 1000, two.bytes.subarray(1000)))).toMatchObject({ status: 'complete' })
  expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: 2 })
})

it('[SYNC-R12] an offer with a piece is an offer: what is not wanted, foreign or no offer leaves nothing', async () => {
  await using scene = await openScene()
  const { test, page, pages, server } = scene
  const [one, two] = pages
  const offer = offerOf(scene, one)
  const unsent = await makeSubmit(test)
  const notAwaited = [
    { ...offer, caseId: unsent.op.caseId },
    { ...offer, scan: { ...one.ref, sizeBytes: one.ref.sizeBytes + 1 } },
  ]
  for (const wrong of notAwaited)
    expect(await standingOf(offerAndAppend(page, wrong, one.bytes))).toEqual({ status: 'not-awaited' })
  const foreign = { ...offer, deviceId: test.devices.otherAgent }
  expect((await offerAndAppend(page, foreign, one.bytes)).body).toBe('FORBIDDEN')
  const theirs = await openSignedIn(server.url, test.signIns.otherAgent)
  expect((await offerAndAppend(theirs, offer, one.bytes)).body).toBe('FORBIDDEN')
  const headers = { [UPLOAD_ID_HEADER]: offer.uploadId, [OFFSET_HEADER]: '0' }
  // The device proves the upload of the other header: an offer of another one must not ride on it.
  for (const wrong of [writeOffer(offerOf(scene, one)), 'AAAA', ''])
    expect((await page.send('sync.append', one.bytes, { ...headers, [OFFER_HEADER]: wrong })).body).toBe('BAD_REQUEST')
  expect(
    await standingOf(
      offerAndAppend(
        page,
        offer,
        one.bytes.map((byte) => byte ^ 1),
      ),
    ),
  ).toEqual({
    status: 'mismatch',
  })
  const tooMuch = Uint8Array.from([...one.bytes, 0])
  expect(await standingOf(offerAndAppend(page, offer, tooMuch))).toEqual({ status: 'mismatch' })
  expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: 0 })

  await page.mutate('sync.offer', offer)
  const taken = { ...offerOf(scene, two), uploadId: offer.uploadId }
  expect((await offerAndAppend(page, taken, two.bytes)).body).toBe('FORBIDDEN')
})

it('[SYNC-R10] takes the same scan with its offer at once through two servers, and stores it once', async () => {
  await using scene = await openScene()
  const { test, page, pages } = scene
  await using second = await test.openAnother()
  await using secondServer = await listenTo(second.house)
  const elsewhere = await openSignedIn(secondServer.url, test.signIns.agent)
  const deliverAtOnce = async (one: SamplePage): Promise<void> => {
    const upload = offerOf(scene, one)
    const doors = [page, elsewhere, page, elsewhere]
    const answers = await Promise.all(doors.map((door) => standingOf(offerAndAppend(door, upload, one.bytes))))
    expect(answers.map(({ status }) => status)).toEqual(doors.map(() => 'complete'))
  }
  await Promise.all(pages.map(deliverAtOnce))
  const { rows } = await test.ownerPool.query(
    `select (select count(*) from task)::int as tasks, (select count(*) from audit_row where procedure = 'sync.append')::int as traces`,
  )
  expect(rows).toEqual([{ tasks: 1, traces: pages.length }])
  expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: pages.length })
})

type Step = 'opening' | 'storing' | 'stored' | 'committing' | 'ended'
/** The steps of a scan that comes whole with its offer, and what a process that dies there has left for the next. */
const STEPS: readonly Step[] = ['opening', 'storing', 'stored', 'committing', 'ended']

/** From the step on nothing works any more, as in a process that has died: nothing is laid aside either. */
function dyingAt(step: Step, crash: { isDue: boolean; isDead: boolean }): TestHouseOptions {
  const pass = (here?: Step): void => {
    if (crash.isDue && here === step) crash.isDead = true
    if (crash.isDead) throw new Error('crashed')
  }
  return {
    change: (house) => ({
      inspectScan: async (bytes) => {
        pass('opening')
        return house.inspectScan(bytes)
      },
      scans: {
        ...house.scans,
        put: async (id, bytes) => {
          pass('storing')
          await house.scans.put(id, bytes)
          pass('stored')
        },
      },
      // The last thing before the commit.
      readCatalogue: async (tx, districtId) => {
        pass('committing')
        return house.readCatalogue(tx, districtId)
      },
      uploads: {
        ...house.uploads,
        append: async (...piece) => {
          pass()
          return house.uploads.append(...piece)
        },
        remove: async (id) => {
          pass('ended')
          await house.uploads.remove(id)
        },
      },
    }),
  }
}

it.each(STEPS)(
  'repairs a crash of the one request while %s: nothing is half, and all is there with the next',
  async (step) => {
    const crash = { isDue: false, isDead: false }
    await using scene = await openScene(dyingAt(step, crash))
    const { test, page, pages, caseId } = scene
    const [one] = pages
    const upload = offerOf(scene, one)
    crash.isDue = true
    expect((await offerAndAppend(page, upload, one.bytes)).body).toBe('INTERNAL_SERVER_ERROR')
    const isIn = step === 'ended'
    const isStored = isIn || step === 'stored' || step === 'committing'
    expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: isIn ? 1 : 0 })
    expect(await test.house.scans.head(one.ref.scanId)).toBe(isStored ? one.bytes.length : undefined)
    const { rows } = await test.ownerPool.query(
      'select arrived_at is not null as arrived from scan where case_id = $1 and scan_id = $2',
      [caseId, one.ref.scanId],
    )
    expect(rows).toEqual([{ arrived: isIn }])

    Object.assign(crash, { isDue: false, isDead: false })
    expect(await standingOf(offerAndAppend(page, upload, one.bytes))).toMatchObject({ status: 'complete' })
    expect(await test.house.scans.head(one.ref.scanId)).toBe(one.bytes.length)
    expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: 1 })
  },
)

it('[SYNC-R10] lays a whole scan aside when its disk or its database fails, and needs it no second time', async () => {
  const failing = { is: false }
  await using scene = await openScene({
    change: (house) => ({
      readCatalogue: async (tx, districtId) => {
        if (failing.is) throw new Error('failed')
        return house.readCatalogue(tx, districtId)
      },
    }),
  })
  const { page, pages } = scene
  const [one] = pages
  const upload = offerOf(scene, one)
  failing.is = true
  expect((await offerAndAppend(page, upload, one.bytes)).body).toBe('INTERNAL_SERVER_ERROR')
  expect(await seen(scene)).toEqual({ uploads: [upload.uploadId], drafts: [], rows: 1 })
  failing.is = false
  expect(await standingOf(page.mutate('sync.offer', upload))).toMatchObject({ status: 'complete' })
  expect(await seen(scene)).toEqual({ uploads: [], drafts: [], rows: 1 })
})

/** What is on its way: partial files, drafts of the store, and rows of uploads. */
async function seen({ test }: Scene) {
  const { rows } = await test.ownerPool.query<{ n: number }>('select count(*)::int as n from upload')
  return {
    uploads: await readdir(join(test.dataDir, 'uploads')),
    drafts: await readdir(join(test.dataDir, 'scans', 'tmp')),
    rows: rows[0]?.n,
  }
}

const offerAndAppend = (page: Page, offer: Offer, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> =>
  page.send('sync.append', bytes, {
    [UPLOAD_ID_HEADER]: offer.uploadId,
    [OFFSET_HEADER]: '0',
    [OFFER_HEADER]: writeOffer(offer),
  })

type Scene = AsyncDisposable & {
  readonly test: TestHouse
  readonly server: TestServer
  readonly page: Page
  readonly caseId: CaseId
  readonly pages: readonly [SamplePage, SamplePage, ...SamplePage[]]
}

/** A case whose words have arrived, its agent signed in, and no scan sent yet. */
async function openScene(
  options: TestHouseOptions = {},
  given: { readonly test?: TestHouse; readonly pages?: readonly SamplePage[] } = {},
): Promise<Scene> {
  const test = given.test ?? (await openTestHouse(options))
  const server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const made = await makeSubmit(test, given.pages ? { pages: given.pages, scans: given.pages.length } : {})
  const { outcomes } = await push(test.house, test.actors.agent, [frameOf(made.op, test.devices.agent)])
  expect(outcomes).toMatchObject([{ status: 'applied' }])
  const [first, second = first, ...rest] = made.pages
  if (!first || !second) throw new Error('a case has a page')
  return {
    test,
    server,
    page,
    caseId: made.op.caseId,
    pages: [first, second, ...rest],
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      if (!given.test) await test[Symbol.asyncDispose]()
    },
  }
}

const newUpload = (): UploadId => UploadId.parse(newId())

const offerOf = ({ test, caseId }: Scene, { ref }: SamplePage) => ({
  deviceId: test.devices.agent,
  uploadId: newUpload(),
  caseId,
  scan: ref,
})
type Offer = ReturnType<typeof offerOf>

const append = (page: Page, { uploadId }: Offer, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> =>
  page.send('sync.append', bytes, { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset) })

async function standingOf(answer: Promise<Answer>): Promise<UploadStanding> {
  const { body } = await answer
  return (body as { standing: UploadStanding }).standing
}

async function deliver(scene: Scene, one: SamplePage): Promise<void> {
  const upload = offerOf(scene, one)
  await scene.page.mutate('sync.offer', upload)
  expect(await standingOf(append(scene.page, upload, 0, one.bytes))).toMatchObject({ status: 'complete' })
}

type Cut = {
  readonly upload: Offer
  readonly bytes: Uint8Array
  readonly cutAt: number
  /** Whether the offer goes with the piece. */
  readonly isOffer?: boolean
}

/** Announces the whole, sends a part, and pulls the plug as soon as the part has left. */
function sendAndCut({ port, url }: TestServer, page: Page, { upload, bytes, cutAt, isOffer }: Cut): Promise<void> {
  return new Promise((resolve) => {
    const socket = request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/api/agent/trpc/sync.append',
      headers: {
        origin: url,
        cookie: page.cookie(),
        [APP_HEADER]: 'agent',
        [PROTOCOL_HEADER]: String(PROTOCOL),
        'content-type': 'application/octet-stream',
        'content-length': bytes.length,
        [UPLOAD_ID_HEADER]: upload.uploadId,
        [OFFSET_HEADER]: '0',
        ...(isOffer && { [OFFER_HEADER]: writeOffer(upload) }),
      },
    })
    socket.on('error', () => resolve())
    socket.write(bytes.subarray(0, cutAt), () => {
      // In a moment: a reset overtakes bytes that still lie in the other side's buffer.
      setTimeout(() => socket.destroy(), 50)
      setTimeout(resolve, 60)
    })
  })
}

async function isWhole({ ownerPool }: TestHouse, caseId: CaseId): Promise<boolean> {
  const { rows } = await ownerPool.query<{ whole: boolean }>(
    'select whole_at is not null as whole from cases where case_id = $1',
    [caseId],
  )
  return rows[0]?.whole ?? false
}
