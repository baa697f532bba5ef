import fastify from 'fastify'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { OpId } from '@onetrip/shared/lib/ids'
import { createScanStore } from '../../adapters/files/scanStore'
import { createSharpPreview } from '../../adapters/files/sharpPreview'
import { newId } from '../../app/parts'
import type { Actor } from '../../domain/actor'
import { printDocument } from '../../domain/document/printDocument'
import { countAudit, only, takeIn } from '../../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { registerFileRoutes } from './routes'

const PDF = Buffer.from('%PDF-1.7 sample')

/** The routes with whoever the header names signed in. */
async function openRoutes(test: TestHouse) {
  const app = fastify()
  const actors: Readonly<Record<string, Actor>> = test.actors
  const documents = await createScanStore(join(test.dataDir, 'documents'), newId)
  await registerFileRoutes(app, {
    house: test.house,
    documents,
    makePreview: createSharpPreview(),
    findActor: async ({ headers }) => actors[String(headers['x-test-actor'])],
  })
  const get = (url: string, actor?: keyof TestHouse['actors']) =>
    app.inject({ url, headers: actor ? { 'x-test-actor': actor } : {} })
  return { get, documents, [Symbol.asyncDispose]: () => app.close() }
}

async function viewsOf({ ownerPool }: TestHouse): Promise<unknown[]> {
  const { rows } = await ownerPool.query<{ detail: unknown }>(
    `select detail from audit_row where procedure = 'scan.view'`,
  )
  return rows.map(({ detail }) => detail)
}

const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cache-control': 'private, no-store',
}

describe('a scan', () => {
  it('is drawn anew, no larger than asked, for a reviewer whose item asks for it', async () => {
    await using test = await openTestHouse()
    await using routes = await openRoutes(test)
    const { caseId, pages } = await takeIn(test)
    const { bytes, ref } = pages[0] ?? only(pages)
    const answer = await routes.get(`/api/staff/scans/${caseId}/${ref.scanId}?width=320`, 'marketReviewer')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ ...SAFE, 'content-type': 'image/jpeg', 'content-disposition': 'inline' })
    expect(answer.rawPayload.equals(bytes)).toBe(false)
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject({ format: 'jpeg', width: 320 })
    expect(await viewsOf(test)).toEqual([{ found: true, as: 'preview' }])
  })

  it('goes out as it was handed in, to be saved, when no width is asked', async () => {
    await using test = await openTestHouse()
    await using routes = await openRoutes(test)
    const { caseId, pages } = await takeIn(test)
    const { bytes, ref } = pages[0] ?? only(pages)
    const answer = await routes.get(`/api/staff/scans/${caseId}/${ref.scanId}`, 'marketReviewer')
    expect(answer.headers).toMatchObject({
      ...SAFE,
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="scan.jpg"',
    })
    expect(answer.rawPayload.equals(bytes)).toBe(true)
    expect(await viewsOf(test)).toEqual([{ found: true, as: 'original' }])
  })

  it('that is foreign, missing, not asked for, or of nobody’s business answers alike', async () => {
    await using test = await openTestHouse()
    await using routes = await openRoutes(test)
    const { caseId, pages, op } = await takeIn(test)
    const { scanId } = (pages[0] ?? only(pages)).ref
    const signature = op.payload.content.signature.image.scanId
    const asked = [
      await routes.get(`/api/staff/scans/${caseId}/${scanId}`, 'fireReviewer'),
      await routes.get(`/api/staff/scans/${newId()}/${scanId}`, 'marketReviewer'),
      await routes.get(`/api/staff/scans/${caseId}/${'0'.repeat(64)}`, 'marketReviewer'),
      await routes.get(`/api/staff/scans/${caseId}/${signature}`, 'marketReviewer'),
      await routes.get(`/api/staff/scans/${caseId}/${scanId}`, 'dispatcher'),
      await routes.get(`/api/staff/scans/${caseId}/${scanId}`, 'agent'),
      await routes.get(`/api/staff/scans/${caseId}/${scanId}`),
      await routes.get(`/api/staff/scans/${caseId}/${scanId}?width=99999`, 'marketReviewer'),
      await routes.get('/api/staff/scans/x/y', 'marketReviewer'),
    ]
    expect(asked.map(({ statusCode, payload }) => ({ statusCode, payload }))).toEqual(
      asked.map(() => ({ statusCode: 404, payload: '' })),
    )
    expect(await countAudit(test, 'scan.view')).toBe(4)
  })

  it('that is a PDF goes out as it came, never to be shown in our own page', async () => {
    await using test = await openTestHouse()
    const { caseId, pages } = await takeIn(test)
    const { scanId } = (pages[0] ?? only(pages)).ref
    await test.ownerPool.query(`update scan set media_type = 'application/pdf' where scan_id = $1`, [scanId])
    const stored = {
      ...test.house.scans,
      get: async () =>
        (async function* () {
          yield PDF
        })(),
    }
    await using routes = await openRoutes({ ...test, house: { ...test.house, scans: stored } })
    const answer = await routes.get(`/api/staff/scans/${caseId}/${scanId}`, 'marketReviewer')
    expect(answer.headers).toMatchObject({ ...SAFE, 'content-type': 'application/pdf' })
    expect(answer.headers['content-disposition']).toBe('attachment; filename="scan.pdf"')
    expect(answer.rawPayload.equals(PDF)).toBe(true)
    const preview = await routes.get(`/api/staff/scans/${caseId}/${scanId}?width=320`, 'marketReviewer')
    expect(preview.statusCode).toBe(404)
  })
})

describe('a document', () => {
  it('is handed to its department as a file, once it is printed', async () => {
    await using test = await openTestHouse()
    await using routes = await openRoutes(test)
    const { caseId, file, op } = await takeIn(test)
    const { taskId } = only(file.tasks)
    const input = { opId: OpId.parse(newId()), caseId, taskId, baseRevision: 1, act: { kind: 'accept' } as const }
    await callerFor(test.house, test.actors.marketReviewer).task.decide(input)
    const { rows } = await test.ownerPool.query<{ id: string }>('select document_id as id from document')
    const url = `/api/staff/documents/${only(rows).id}`
    expect((await routes.get(url, 'marketReviewer')).statusCode).toBe(404)

    const print = async () => ({ bytes: PDF, mediaType: 'application/pdf' as const, missingCharacters: [] })
    const { house } = test
    const printer = { printNotice: print, printResult: print }
    await printDocument({ house, documents: routes.documents, printer }, only(rows).id)
    const answer = await routes.get(url, 'marketReviewer')
    expect(answer.headers).toMatchObject({
      ...SAFE,
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="acceptance-${op.payload.receiptNumber}.pdf"`,
    })
    expect(answer.rawPayload.equals(PDF)).toBe(true)
    const refused = [
      await routes.get(url, 'fireReviewer'),
      await routes.get(url, 'agent'),
      await routes.get(url),
      await routes.get(`/api/staff/documents/${newId()}`, 'marketReviewer'),
      await routes.get('/api/staff/documents/1', 'marketReviewer'),
    ]
    expect(refused.map(({ statusCode, payload }) => `${statusCode}${payload}`)).toEqual(refused.map(() => '404'))
    expect(await countAudit(test, 'document.view')).toBe(4)
  })
})
