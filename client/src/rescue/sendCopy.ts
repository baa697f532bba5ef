import type { CaseId } from '@onetrip/shared/lib/ids'
import type { Result } from '@onetrip/shared/lib/result'
import type { BundleRefusal } from '@onetrip/shared/wire/bundle'
import type { Failure } from '../api/reply'
import type { LocalDatabase } from '../db/localDatabase'
import type { NotTaken } from '../db/lostSteps'
import { toQueued } from '../db/queries'
import type { CopyFolder } from './copyFolder'
import { compareMade, readCopyHead, type CopyHead } from './copyHead'
import type { BundleEnd } from './sendBundle'

/** `storeEpoch`: of the server that the store heard of last. */
export type SendCopy = (
  file: Blob,
  storeEpoch: string | undefined,
) => Promise<Result<BundleEnd, BundleRefusal | Failure>>

type Sending = {
  readonly db: LocalDatabase
  readonly folder: CopyFolder
  readonly send: SendCopy
  readonly storeEpoch: string | undefined
  /** Cases of which an earlier copy has not gone: what builds on it would be refused for good. */
  readonly held: Set<CaseId>
  readonly log: (error: unknown) => void
}

/** Of which case a copy is. */
export type SentCopy = { readonly caseId: CaseId | undefined; readonly went: 'there' | 'not-yet' | NotTaken }

/** One copy that cannot be read, or fails in another way, keeps no other back. */
export async function sendCopy(name: string, sending: Sending): Promise<SentCopy> {
  try {
    return await sendOne(name, sending)
  } catch (error) {
    sending.log(error)
    const isUnreadable = error instanceof DOMException && error.name === 'NotReadableError'
    return { caseId: undefined, went: isUnreadable ? { status: 'unreadable' } : 'not-yet' }
  }
}

/**
 * Sends what the tables have lost from its copy. The server takes each operation once: had it arrived before it was
 * lost, this says so again. A copy of which all is there goes.
 */
async function sendOne(name: string, { db, folder, send, storeEpoch, held }: Sending): Promise<SentCopy> {
  const file = await folder.read(name)
  // Taken away since it was seen: its operation was forgotten on purpose.
  if (!file) return { caseId: undefined, went: 'there' }
  const lost = await readCopyHead(file)
  const isHeld = lost && (held.has(lost.caseId) || (await isBehind(db, lost)))
  const went = isHeld ? 'not-yet' : whatBecame(await send(file, storeEpoch))
  if (went === 'there') await folder.remove(name)
  if (went === 'not-yet' && lost) held.add(lost.caseId)
  return { caseId: lost?.caseId, went }
}

function whatBecame(sent: Awaited<ReturnType<SendCopy>>): SentCopy['went'] {
  if (!sent.ok) return sent.error === 'not-one' || sent.error === 'cut-short' ? { status: 'unreadable' } : 'not-yet'
  if (sent.value.kind === 'some-left') return whyNotTaken(sent.value)
  return sent.value.kind === 'all' ? 'there' : 'not-yet'
}

/** Whether the tables have something of the same case to send first, which waits for nobody. [SYNC-R6] */
async function isBehind({ outbox }: LocalDatabase, lost: CopyHead): Promise<boolean> {
  const ofCase = await outbox.where('caseId').equals(lost.caseId).toArray()
  const isStuck = ofCase.some(({ state }) => state === 'parked')
  return !isStuck && ofCase.some((record) => record.state === 'waiting' && compareMade(toQueued(record), lost) < 0)
}

function whyNotTaken(end: Extract<BundleEnd, { kind: 'some-left' }>): 'not-yet' | NotTaken {
  if (end.canGoLater) return 'not-yet'
  return end.refusals[0] ?? { status: 'scan-refused' }
}
