import { PREVIEW_WIDTHS } from '@onetrip/shared/wire/preview'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { Actor } from '../../domain/actor'
import { viewDocument } from '../../domain/document/viewDocument'
import type { ScanStore } from '../../domain/files/files'
import type { House } from '../../domain/house'
import type { MakePreview } from '../../domain/inbox/preview'
import { viewScan, type ViewedScan } from '../../domain/inbox/viewScan'
import { toStream } from './toStream'

export type FileRouteDeps = {
  readonly house: House
  readonly documents: ScanStore
  readonly makePreview: MakePreview
  /** Whoever is signed in at the staff app; undefined for nobody. */
  readonly findActor: (request: FastifyRequest) => Promise<Actor | undefined>
}

const ScanParams = z.object({ caseId: CaseId, scanId: ScanId })
const DocumentParams = z.object({ documentId: z.uuid() })

/** With a width a picture of that width, without one the page as it was handed in. */
const ScanQuery = z.object({ width: z.optional(z.enum(PREVIEW_WIDTHS.map(String))) })

const FILE_ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
} as const

/** Pages and printed acts for the console. Foreign, missing and not signed in answer alike: 404. */
export async function registerFileRoutes(app: FastifyInstance, deps: FileRouteDeps): Promise<void> {
  await app.register(
    async (scope) => {
      scope.addHook('onRequest', async (_request, reply) => void reply.headers(SAFE_HEADERS))
      scope.get('/scans/:caseId/:scanId', (request, reply) => answerScan(deps, request, reply))
      scope.get('/documents/:documentId', (request, reply) => answerDocument(deps, request, reply))
    },
    { prefix: '/api/staff' },
  )
}

type Answer = (deps: FileRouteDeps, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

const refuse = (reply: FastifyReply): FastifyReply => reply.code(404).send()

const answerScan: Answer = async (deps, request, reply) => {
  const key = ScanParams.safeParse(request.params)
  const query = ScanQuery.safeParse(request.query)
  const actor = await deps.findActor(request)
  if (!key.success || !query.success || !actor) return refuse(reply)
  const { width } = query.data
  const scan = await viewScan(deps.house, actor, { ...key.data, as: width === undefined ? 'original' : 'preview' })
  if (!scan) return refuse(reply)
  return width === undefined ? sendOriginal(scan, reply) : sendPreview(deps, { scan, width: Number(width) }, reply)
}

/** To be saved, never to be shown in our own page. */
const sendOriginal = ({ mediaType, bytes }: ViewedScan, reply: FastifyReply): FastifyReply =>
  reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename="scan.${FILE_ENDINGS[mediaType]}"`)
    .send(toStream(bytes))

type Preview = { readonly scan: ViewedScan; readonly width: number }

/** Never the bytes that came in: what a browser shows was drawn by us. */
async function sendPreview(deps: FileRouteDeps, { scan, width }: Preview, reply: FastifyReply): Promise<FastifyReply> {
  const jpeg = await deps.makePreview(scan.bytes, width)
  return reply.type('image/jpeg').header('content-disposition', 'inline').send(Buffer.from(jpeg))
}

const answerDocument: Answer = async (deps, request, reply) => {
  const params = DocumentParams.safeParse(request.params)
  const actor = await deps.findActor(request)
  if (!params.success || !actor) return refuse(reply)
  const document = await viewDocument(deps, actor, params.data.documentId)
  if (!document) return refuse(reply)
  return reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${document.fileName}"`)
    .send(toStream(document.bytes))
}
