import { join } from 'node:path'
import { createServerClient } from '@onetrip/client/api/serverClient'
import { createTrpcTransport } from '@onetrip/client/sync/trpcTransport'
import type { Lead } from '@onetrip/client/sync/lead'
import { readDistrict } from '@onetrip/server/domain/catalogue/readDistrict'
import type { DistrictData } from '@onetrip/server/domain/catalogue/districtData'
import type { CaseContent } from '@onetrip/shared/case/content'
import { CATALOGUE_FEED, stationFeed } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { PulledAnswer } from '@onetrip/shared/wire/pull'
import { FOOD_LICENCE, makeContent, makePage, type SamplePage } from '../../../server/test/samples'
import type { Signed } from '../checkAcknowledgements'
import type { Line as CheckedLine } from '../check'
import { enrolTablets, type Enrolled } from './enrol'
import { openLine, untilTrue, type Line } from './line'
import { createMemoryStorage, type Known, type MemoryStorage } from './memoryStorage'
import type { Counts } from './requestCounts'
import { TABLETS_AT_STATION, type StormSize } from './stormSize'
import { openStormPages } from './stormPages'
import { joinStorm, pageSealer, sealSubmits, sha256Hex, type Sealing } from './stormTablet'

/** What came of a return of the line. */
export type Returned = {
  readonly counts: Counts
  /** From the line's return until the last tablet had the server's word for all that it sent; undefined: not in time. */
  readonly allInMs: number | undefined
  /** And until each had read what its colleagues sent. */
  readonly allReadMs: number | undefined
}

/** What a tablet took in, and the server's word for it. */
export type Evidence = { readonly line: CheckedLine; readonly signed: Signed | undefined }

export type StormTablets = {
  /** The line comes back for the tablets of one station, and for nobody else. */
  readonly returnOne: () => Promise<Returned>
  readonly returnAll: () => Promise<Returned>
  readonly readEvidence: () => Promise<Evidence[]>
  readonly stop: () => void
}

const DEADLINE_MS = 15 * 60_000
/** News that are on their way as the last tablet has read all lead to a request yet. */
const TAIL_MS = 1_500

type Tablet = { readonly lead: Lead; readonly storage: MemoryStorage; readonly hasRead: () => boolean }

/** Enrols all tablets and lets each take its applications in, without a line; one station is more than asked for. */
export async function prepareTablets({
  origin,
  ownerUrl,
  tablets: count,
  cases,
  scans,
}: StormSize): Promise<StormTablets> {
  const read = await readDistrict('server/district')
  if (!read.ok) throw new Error('the district does not read')
  const data = read.value
  const perStation = [TABLETS_AT_STATION, ...spread(count)]
  const enrolled = await enrolTablets({ ownerUrl, data, perStation })
  const [first] = enrolled
  if (!first) throw new Error('nobody was enrolled')
  const pulled = await readFirst(origin, first)
  const { districtId } = data.district
  const takeIn = await createTakingIn(data, scans)
  const sealing = { districtId, keys: pulled.envelopeKeys ?? [], count: cases, takeIn }
  const lines = { one: openLine(origin), all: openLine(origin) }
  const sizes = perStation.flatMap((size) => Array.from({ length: size }, () => size))
  const made: Tablet[] = []
  for (const [nth, one] of enrolled.entries()) {
    const line = nth < TABLETS_AT_STATION ? lines.one : lines.all
    // Words make a row of the station's feed, and each scan that arrives makes it anew.
    const newsCount = (sizes[nth] ?? 0) * cases * (1 + scans)
    made.push(await openTablet(one, { origin, line, sealing, pulled, newsCount }))
  }
  return {
    returnOne: () => returnTo(made.slice(0, TABLETS_AT_STATION), lines.one),
    returnAll: () => returnTo(made.slice(TABLETS_AT_STATION), lines.all),
    readEvidence: async () => (await Promise.all(made.map(({ storage }) => evidenceOf(storage)))).flat(),
    stop: () => made.forEach(({ lead }) => lead.stop()),
  }
}

/** Ten to a station, the last has what is left. */
const spread = (count: number): number[] =>
  Array.from({ length: Math.ceil(count / TABLETS_AT_STATION) }, (_, nth) =>
    Math.min(TABLETS_AT_STATION, count - nth * TABLETS_AT_STATION),
  )

/** What every tablet has read before it lost its line: keys, epoch and the catalogue. */
async function readFirst(origin: string, { deviceId, token, stationId }: Enrolled): Promise<PulledAnswer> {
  const line = openLine(origin)
  line.comeUp()
  const client = createServerClient({ app: 'agent', fetch: line.openFetch(`__Host-agent=${token}`), origin })
  const none = { onServerTime: () => undefined, proveUpload: async () => undefined }
  const cursors = { [stationFeed(stationId)]: 0, [CATALOGUE_FEED]: 0 }
  const reply = await createTrpcTransport(client, { deviceId, ...none }).pull({ cursors, limit: MAX_PULL_CHANGES })
  if (reply.kind !== 'answer') throw new Error(`the first pull: ${reply.kind}`)
  return reply.answer
}

/** All applications are alike, but for their names, and for their pages where these travel. */
async function createTakingIn(data: DistrictData, scans: number): Promise<Sealing['takeIn']> {
  const write = (pages: readonly SamplePage[]): CaseContent =>
    makeContent(data, { itemCodes: [FOOD_LICENCE], pages, now: instantFromMs(Date.now()) })
  if (scans === 0) {
    const page = await makePage(1)
    const content = write([page])
    return () => ({ content, pages: [], staying: [page.ref.scanId] })
  }
  const newPage = await openStormPages(join('e2e', 'samples', 'lease-300k.jpg'))
  return () => {
    const pages = Array.from({ length: scans }, newPage)
    const content = write(pages.map(({ ref }) => ({ ref, bytes: new Uint8Array() })))
    return { content, pages, staying: [] }
  }
}

type Opening = {
  readonly origin: string
  readonly line: Line
  readonly sealing: Sealing
  readonly pulled: PulledAnswer
  /** How many rows its station's feed will have. */
  readonly newsCount: number
}

async function openTablet(enrolled: Enrolled, { origin, line, sealing, pulled, newsCount }: Opening): Promise<Tablet> {
  const { epoch, cursors, keysDigest, acknowledgementKeys = [] } = pulled
  const feedId = stationFeed(enrolled.stationId)
  const known: Known = {
    epoch,
    keysDigest,
    acknowledgementKeys,
    cursors: { [feedId]: 0, [CATALOGUE_FEED]: cursors[CATALOGUE_FEED] ?? 0 },
  }
  const submits = await sealSubmits(enrolled, sealing)
  const storage = createMemoryStorage(submits, known, pageSealer(enrolled, sealing))
  const { districtId } = sealing
  const lead = joinStorm({ origin, districtId, enrolled, storage, line })
  return { lead, storage, hasRead: () => (storage.readCursors()[feedId] ?? 0) >= newsCount }
}

async function returnTo(tablets: readonly Tablet[], line: Line): Promise<Returned> {
  const fromMs = performance.now()
  const sinceReturn = (): number => performance.now() - fromMs
  line.comeUp()
  for (const { lead } of tablets) lead.wake()
  const isIn = (): boolean => tablets.every(({ storage }) => storage.countUnsent() === 0)
  const hasRead = (): boolean => tablets.every((tablet) => tablet.hasRead())
  const areListening = (): boolean => line.countStreams() >= tablets.length
  const allInMs = (await untilTrue(isIn, DEADLINE_MS)) ? sinceReturn() : undefined
  const allReadMs = allInMs !== undefined && (await untilTrue(hasRead, DEADLINE_MS)) ? sinceReturn() : undefined
  await untilTrue(areListening, DEADLINE_MS)
  await untilTrue(() => false, TAIL_MS)
  return { counts: line.takeCounts(), allInMs, allReadMs }
}

function evidenceOf(storage: MemoryStorage): Promise<Evidence[]> {
  return Promise.all(
    storage.readKept().map(async ({ caseId, opId, pages, staying, body, state }) => {
      const line = { caseId, opId, scans: pages.map(({ ref }) => ref.scanId), awaited: staying }
      const acknowledgement = state.kind === 'ended' ? state.acknowledgement : undefined
      return { line, signed: acknowledgement && { ...acknowledgement, bodySha256: await sha256Hex(body) } }
    }),
  )
}
