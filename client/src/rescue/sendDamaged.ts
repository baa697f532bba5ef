import type { LocalDatabase, UploadRecord } from '../db/localDatabase'
import { readCopyName } from '../db/copyName'
import { readEpoch } from '../db/lostSteps'
import type { UploadState } from '../db/outboxEntry'
import { openBundle } from './bundleStorage'
import type { CopyFolder } from './copyFolder'
import type { SendCopy } from './sendCopy'

type DamagedDeps = { readonly db: LocalDatabase; readonly folder: CopyFolder; readonly send: SendCopy }

/**
 * A page that the tables name and can no longer read goes from its second copy, where that has it; then the server is
 * asked about it anew, and its word ends it. Tells how many pages lie in a copy, and could not go. [SYNC-R20]
 */
export async function sendDamaged({ db, folder, send }: DamagedDeps): Promise<number> {
  const damaged = await readDamaged(db)
  const left = { pages: 0 }
  if (damaged.length === 0) return left.pages
  const storeEpoch = await readEpoch(db)
  for (const name of await folder.list()) {
    const pages = damaged.filter((upload) => mayHold(name, upload))
    const file = pages.length > 0 ? await folder.read(name) : undefined
    const held = file ? await heldIn(file, pages) : []
    if (!file || held.length === 0) continue
    const sent = await send(file, storeEpoch)
    if (sent.ok && sent.value.kind === 'all') await askAnew(db, held)
    else left.pages += held.length
  }
  return left.pages
}

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
async function askAnew(db: LocalDatabase, pages: readonly UploadRecord[]): Promise<void> {
  const keys = pages.map(({ caseId, scanId }): [string, string] => [caseId, scanId])
  await db.uploads
    .where('[caseId+scanId]')
    .anyOf(keys)
    .and(({ state }) => state === 'blocked')
    .modify({ state: UNOFFERED.kind, detail: UNOFFERED })
}
