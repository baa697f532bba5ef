import { join } from 'node:path'
import type { Pool } from 'pg'
import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Clock } from '@onetrip/shared/lib/time'
import { inspectScan } from '../adapters/files/inspectScan'
import { createInTurn } from '@onetrip/shared/lib/inTurn'
import { createLender } from '../adapters/files/lender'
import { createPartialUploads } from '../adapters/files/partialUploads'
import { createScanStore } from '../adapters/files/scanStore'
import { readFeedHeads } from '../db/feeds'
import { listenToFeeds } from '../db/listenToFeeds'
import { inTransaction } from '../db/transaction'
import { guestOf } from '../domain/access/guest'
import { createPasswords, type PasswordCost } from '../domain/access/passwords'
import { createCatalogueReader } from '../domain/feed/readCatalogue'
import type { Admissions, House } from '../domain/house'
import { createAdmission, type Admission, type AdmissionLimits } from '../domain/sync/admission'
import { createPokeHub, type RunningPokeHub } from '../domain/sync/pokeHub'
import { newId, random, sha256Hex } from './parts'

export type HouseParts = Pick<
  House,
  'startJobs' | 'acknowledger' | 'envelopes' | 'officeKeys' | 'report' | 'isDemo'
> & {
  readonly pool: Pool
  readonly guestPool: Pool
  readonly districtId: DistrictId
  /** For the connection that listens; the same database and role as the pool's. */
  readonly databaseUrl: string
  readonly dataDir: string
  readonly clock: Clock
  readonly passwordCost: PasswordCost
}

export type OpenHouse = {
  readonly house: House
  /** Stops what runs beside the requests. The pools are the caller's. */
  readonly close: () => Promise<void>
}

/** In the data folder: the masters that tablets brought. */
export const SCANS_FOLDER = 'scans'
/** And what the house printed. */
export const DOCUMENTS_FOLDER = 'documents'

/** A picture that is laid out against its grain is decoded as a whole, up to 160 MB: two at once, whoever sends. */
const INSPECTIONS_AT_ONCE = 2

/** A scan sealed and open for each of four lanes; most are smaller than a sheet. */
const LENT = { sheets: 8, sheetBytes: 1024 * 1024 }

/** Words of a day come within a second over a poor line. */
const WHOLE = { patienceMs: 15_000, isTakenAsItComes: false } as const

/**
 * Each kind gets a third of the connections of a process at most, so that whoever decides always finds one. Words lie in
 * memory while they wait; who only asks for news costs nothing, and asks once for all that comes meanwhile. A stream
 * waits for as long as it takes: a browser that is refused one asks again soon, whatever it is told.
 */
const ADMISSION = {
  'sync.push': { ...WHOLE, atOnce: 4, inside: 128, longestWaitMs: 20_000, firstPaceMs: 40 },
  'sync.pull': { ...WHOLE, atOnce: 4, inside: 1024, longestWaitMs: 30_000, firstPaceMs: 15 },
  'sync.pokes': { ...WHOLE, atOnce: 4, inside: Infinity, longestWaitMs: Infinity, firstPaceMs: 5 },
  // As many as arrive at once: what is held of each is little, and most of its time is the line's.
  'sync.append': {
    ...{ atOnce: 256, inside: 256, longestWaitMs: Infinity, firstPaceMs: 20 },
    // What has come of a piece stays.
    ...{ patienceMs: 30_000, isTakenAsItComes: true },
  },
} as const satisfies Readonly<Record<keyof Admissions, AdmissionLimits>>

/** How long news are held back at a time while more comes in than can be taken; each is told to all at other times. */
const NEWS_REST_MS = { least: 1_000, most: 5_000 }

/** How long news may be late when the database's word was lost. */
const LOOK_AGAIN_MS = 5000

/** Puts a house together from its database and its data folder. */
export async function openHouse(parts: HouseParts): Promise<OpenHouse> {
  const { pool, guestPool, districtId, clock, startJobs, acknowledger, envelopes, officeKeys, report, isDemo } = parts
  const admissions = openAdmissions()
  const hub = createPokeHub({
    districtId,
    restMs: () => (admissions['sync.push'].isCrowded() ? randomBetween(NEWS_REST_MS) : 0),
    readHeads: (feedIds) => inTransaction(pool, guestOf(districtId), (tx) => readFeedHeads(tx, districtId, feedIds)),
  })
  const inspections = createInTurn(INSPECTIONS_AT_ONCE)
  const house: House = {
    districtId,
    pool,
    guestPool,
    clock,
    random,
    newId,
    sha256Hex,
    passwords: await createPasswords(parts.passwordCost, random(32)),
    readCatalogue: createCatalogueReader(),
    startJobs,
    lend: createLender(LENT),
    uploads: await createPartialUploads(parts.dataDir),
    scans: await createScanStore(join(parts.dataDir, SCANS_FOLDER), newId),
    inspectScan: (bytes) => inspections(() => inspectScan(bytes)),
    acknowledger,
    envelopes,
    officeKeys,
    pokes: hub,
    admissions,
    report,
    isDemo,
  }
  return { house, close: runHub(hub, parts) }
}

function openAdmissions(): Admissions {
  const open = (kind: keyof Admissions): Admission =>
    createAdmission({ ...ADMISSION[kind], nowMs: () => performance.now() })
  return {
    'sync.push': open('sync.push'),
    'sync.pull': open('sync.pull'),
    'sync.pokes': open('sync.pokes'),
    'sync.append': open('sync.append'),
  }
}

const randomBetween = ({ least, most }: typeof NEWS_REST_MS): number => least + Math.random() * (most - least)

function runHub(hub: RunningPokeHub, { databaseUrl, report }: HouseParts): () => Promise<void> {
  const lookAgain = (): void => void hub.lookAgain().catch(report)
  const timer = setInterval(lookAgain, LOOK_AGAIN_MS)
  const stopListening = listenToFeeds(databaseUrl, { onMove: hub.tell, onConnect: lookAgain })
  return async () => {
    clearInterval(timer)
    await stopListening()
  }
}
