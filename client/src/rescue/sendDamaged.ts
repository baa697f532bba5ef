import type { LocalDatabase, UploadRecord } from '../db/localDatabase'
import { readCopyName } from '../db/copyName'
import { readEpoch } from '../db/lostSteps'
import type { UploadState } from '../db/outboxEntry'
import { openBundle } from './bundleStorage'
import type { CopyFolder } from './copyFolder'
import type { SendCopy } from './sendCopy'

type Place = { readonly db: LocalDatabase; readonly folder: CopyFolder }

/** A copy, and the damaged pages whose bytes it has. */
type Holding = { readonly file: Blob; readonly pages: readonly UploadRecord[] }

/**
 * A page that the tables name and can no longer read goes from its second copy, where that has it; then the server is
 * asked about it anew, and its word ends it. Tells how many pages could not go and may later. [SYNC-R20]
 */
export async function sendDamaged({ db, folder, send }: Place & { readonly send: SendCopy }): Promise<number> {
  const storeEpoch = await readEpoch(db)
  const left = { pages: 0 }
  for (const { file, pages } of await findHoldings({ db, folder })) {
    const sent = await send(file, storeEpoch)
    if (sent.ok && sent.value.kind === 'all') await setState(db, pages, UNOFFERED)
    else if (sent.ok && sent.value.kind === 'some-left' && !sent.value.canGoLater)
      await setState(db, pages, { kind: 'blocked', why: 'damaged-here', copyRefusedUnder: storeEpoch ?? '' })
    else left.pages += pages.length
  }
  return left.pages
}

/** How many damaged pages can still go from a copy. */
export async function countHeld(place: Place): Promise<number> {
  return (await findHoldings(place)).reduce((sum, { pages }) => sum + pages.length, 0)
}

/** The copies from which damaged pages can still go, each a rescue file. */
export async function readHolding(place: Place): Promise<Blob[]> {
  return (await findHoldings(place)).map(({ file }) => file)
}

async function findHoldings({ db, folder }: Place): Promise<Holding[]> {
  const storeEpoch = (await readEpoch(db)) ?? ''
  const damaged = (await readDamaged(db)).filter(({ detail }) => !isRefusedUnder(detail, storeEpoch))
  if (damaged.length === 0) return []
  const found: Holding[] = []
  for (const name of await folder.list()) {
    const mayBe = damaged.filter((upload) => mayHold(name, upload))
    const file = mayBe.length > 0 ? await folder.read(name) : undefined
    const pages = file ? await heldIn(file, mayBe) : []
    if (file && pages.length > 0) found.push({ file, pages })
  }
  return found
}

const isRefusedUnder = (detail: UploadState, epoch: string): boolean =>
  detail.kind === 'blocked' && detail.copyRefusedUnder === epoch

/** Those that wait for a person to take them again. */
export const readDamaged = async (db: LocalDatabase): Promise<UploadRecord[]> =>
  (await db.uploads.where('state').equals('blocked').toArray()).filter(
    ({ detail }) => detail.kind === 'blocked' && detail.why === 'damaged-here',
  )

function mayHold(name: string, { caseId, opId, scanId }: UploadRecord): boolean {
  const of = readCopyName(name)
  return of?.kind === 'operation' ? of.opId === opId : of?.caseId === caseId && of.scanId === scanId
}

async function heldIn(file: Blob, pages: readonly UploadRecord[]): Promise<UploadRecord[]> {
  const bundle = await openBundle(file, [])
  const inIt = new Set<string>(bundle.ok ? bundle.value.read().uploads.map(({ scanId }) => scanId) : [])
  return pages.filter(({ scanId }) => inIt.has(scanId))
}

const UNOFFERED: UploadState = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 }

/** Not where a person has taken the page again meanwhile. */
async function setState(db: LocalDatabase, pages: readonly UploadRecord[], state: UploadState): Promise<void> {
  const keys = pages.map(({ caseId, scanId }): [string, string] => [caseId, scanId])
  await db.uploads
    .where('[caseId+scanId]')
    .anyOf(keys)
    .and((upload) => upload.state === 'blocked')
    .modify({ state: state.kind, detail: state })
}
