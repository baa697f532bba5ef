import type { ScanRef } from '@onetrip/shared/case/content'
import { uuidv7, type CaseId } from '@onetrip/shared/lib/ids'
import { readCaseFiles } from '@onetrip/server/db/readCaseFiles'
import { inTransaction } from '@onetrip/server/db/transaction'
import { awaitedOf } from '@onetrip/server/domain/case/wholeness'
import { sendAwaited } from '@onetrip/client/stores/sendAwaited'
import { busyCases } from './agentActs'
import { takePage } from './pages'
import { recordAct } from './recordAct'
import type { SimTablet } from './tablet'
import type { World } from './world'

type Missing = { readonly caseId: CaseId; readonly ref: ScanRef }

/**
 * An agent looks at a case that is not whole and brings a page that this tablet is not sending: as it is, where it lies
 * here, else taken anew and named in its place. A signature only ever comes from where it was given. [CASE-R22]
 */
export async function bringMissing(world: World, tablet: SimTablet): Promise<string> {
  const busy = await busyCases(tablet)
  const sending = new Set((await tablet.eye.uploads()).filter(({ state }) => state.kind !== 'arrived').map(nameOf))
  for (const { caseId, scans } of await tablet.eye.cases()) {
    if (scans.arrived === scans.total || busy.has(caseId)) continue
    for (const { ref, isSignature } of await readAwaited(world, tablet, caseId)) {
      const missing = { caseId, ref }
      if (sending.has(nameOf({ caseId, scanId: ref.scanId }))) continue
      if (await tablet.eye.holds(caseId, ref.scanId)) return sendFromHere(world, tablet, missing)
      if (!isSignature) return takeAnew(world, tablet, missing)
    }
  }
  return 'has no page to bring'
}

/** What the server waits for, as it tells whoever asks. */
async function readAwaited(world: World, tablet: SimTablet, caseId: CaseId) {
  const { districtId } = world.district
  const files = await inTransaction(world.store.pool, tablet.agent, (tx) => readCaseFiles(tx, districtId, [caseId]))
  const file = files.get(caseId)
  const signatureId = file?.case.content.signature.image.scanId
  return file ? awaitedOf(file).map((ref) => ({ ref, isSignature: ref.scanId === signatureId })) : []
}

async function sendFromHere(world: World, tablet: SimTablet, { caseId, ref }: Missing): Promise<string> {
  const newId = (): string => uuidv7(tablet.nowMs(), world.chance.bytes)
  const told = await tablet.use((store) => sendAwaited({ store, newId }, { caseId, ref }))
  return `sends a page of ${caseId} from here: ${told instanceof Error ? 'not kept' : 'kept'}`
}

async function takeAnew(world: World, tablet: SimTablet, { caseId, ref }: Missing): Promise<string> {
  const page = takePage(world, caseId)
  const payload = { replaces: ref.scanId, by: page.ref }
  const acts = [{ kind: 'case.replace-scan', baseRevision: 0, payload } as const]
  return `takes a missing page of ${caseId} anew: ${await recordAct(world, tablet, { caseId, acts, pages: [page] })}`
}

const nameOf = ({ caseId, scanId }: { readonly caseId: string; readonly scanId: string }): string =>
  `${caseId} ${scanId}`
