import { timingSafeEqual } from 'node:crypto'
import { secondFactText } from '@onetrip/shared/case/secondFact'
import { CaseId } from '@onetrip/shared/lib/ids'
import { normaliseQueryCode } from '@onetrip/shared/lib/queryCode'
import type { Instant } from '@onetrip/shared/lib/time'
import type { TrackAnswer, TrackInput } from '@onetrip/shared/wire/track'
import { readCaseFiles } from '../../db/readCaseFiles'
import { findCaseByQueryCode, readCaseEvents } from '../../db/track'
import { inTransaction, type Tx } from '../../db/transaction'
import { addressBlock, giveBackTry, takeTry, type TryLimit } from '../access/tries'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { toTrackedCase } from './trackedCase'

/** Wrong tries in a quarter of an hour. A code has 59 random bits; its second fact is short, and this guards it. */
const MAX_TRIES = { code: 10, address: 10, everywhere: 1000 }

/** Stands in for the case that a wrong code does not name: its second fact is compared all the same. */
const NO_CASE = CaseId.parse('00000000-0000-0000-0000-000000000000')
const NO_FACT = '0'.repeat(64)

/** Who asks: a guest, at a network address that is counted and never kept. */
export type Asker = { readonly actor: Actor; readonly address: string }

/**
 * A case for whoever has its query code and its second fact. A wrong code and a wrong fact answer alike and after the
 * same work; tries are counted before anything is looked up, and a right one is given back. All askers share a counter,
 * so it is locked for a moment at each end and never while anything is read.
 */
export async function lookUpCase(house: House, { actor, address }: Asker, input: TrackInput): Promise<TrackAnswer> {
  const { districtId, guestPool } = house
  const now = house.clock()
  const codeSha256 = hashCode(house, input.queryCode)
  const limits = limitsFor(house, codeSha256, address)
  const tried = await inTransaction(guestPool, actor, (tx) => takeTry(tx, districtId, { limits, now }))
  if (tried.status !== 'counted') return tried
  return inTransaction(guestPool, actor, async (tx) => {
    const found = await findCaseByQueryCode(tx, districtId, codeSha256)
    const isRight = isSecondFact(house, found, input.secondFact)
    if (!found || !isRight) return { status: 'not-found' }
    const answer = await show(tx, house, { actor, caseId: found.caseId, now })
    await giveBackTry(tx, districtId, tried.counted)
    return answer
  })
}

/** What is no code at all is hashed as typed: it names no case, and costs the same. */
function hashCode({ sha256Hex }: House, typed: string): string {
  const code = normaliseQueryCode(typed)
  return sha256Hex(code.ok ? code.value : `no code ${typed}`)
}

function limitsFor({ sha256Hex }: House, codeSha256: string, address: string): TryLimit[] {
  return [
    { bucket: 'track everywhere', max: MAX_TRIES.everywhere },
    { bucket: `track code ${codeSha256}`, max: MAX_TRIES.code },
    { bucket: `track address ${sha256Hex(`address ${addressBlock(address)}`)}`, max: MAX_TRIES.address },
  ]
}

type Found = NonNullable<Awaited<ReturnType<typeof findCaseByQueryCode>>>

function isSecondFact({ sha256Hex }: House, found: Found | undefined, said: TrackInput['secondFact']): boolean {
  const hash = sha256Hex(secondFactText(found?.caseId ?? NO_CASE, said.kind, said.value))
  return timingSafeEqual(Buffer.from(hash), Buffer.from(found?.secondFact.sha256 ?? NO_FACT))
}

type Shown = { readonly actor: Actor; readonly caseId: CaseId; readonly now: Instant }

async function show(tx: Tx, house: House, { actor, caseId, now }: Shown): Promise<TrackAnswer> {
  const { districtId } = house
  const [files, events, catalogue] = await Promise.all([
    readCaseFiles(tx, districtId, [caseId]),
    readCaseEvents(tx, districtId, { caseId }),
    house.readCatalogue(tx, districtId),
  ])
  const file = files.get(caseId)
  if (!file) throw new Error(`case ${caseId} has a query code and no file`)
  await leaveTrace(tx, house, { by: actor, at: now, procedure: 'track.lookUp', entity: `case:${caseId}`, detail: {} })
  return { status: 'found', case: toTrackedCase({ file, events, catalogue, now }), serverTime: now }
}
