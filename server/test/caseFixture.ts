import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { CaseFile } from '../src/db/caseFile'
import { readCaseFiles } from '../src/db/readCaseFiles'
import { findNamedScan } from '../src/db/uploads'
import { inTransaction } from '../src/db/transaction'
import type { Actor } from '../src/domain/actor'
import { applyContextFor, type House } from '../src/domain/house'
import { applyOne } from '../src/domain/inbox/applyOne'
import { arriveScan } from '../src/domain/sync/arriveScan'
import { DeviceId, UploadId } from '@onetrip/shared/lib/ids'
import { Operation } from '@onetrip/shared/wire/operation'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { newId } from '../src/app/parts'
import type { TestHouse } from './house'
import { makeSubmit, type MadeSubmit, type SampleSubmit } from './operations'

export type WholeCase = MadeSubmit & { readonly caseId: CaseId; readonly file: CaseFile }

type Taking = SampleSubmit & {
  /** Another house than the test's own: one with real jobs. */
  readonly house?: House
  /** A change to the operation itself. */
  readonly changeOp?: (op: MadeSubmit['op']) => MadeSubmit['op']
  /** Leaves the last scan on its way. */
  readonly isArriving?: boolean
}

/** Takes a case in and brings its scans, as a tablet does; it is whole afterwards, and its tasks exist. */
export async function takeIn(test: TestHouse, taking: Taking = {}): Promise<WholeCase> {
  const { house = test.house, actor = test.actors.agent } = taking
  const made = await makeSubmit(test, taking)
  const op = taking.changeOp ? taking.changeOp(made.op) : made.op
  const context = applyContextFor(house, actor)
  const outcome = await inTransaction(house.pool, actor, (tx) => applyOne(tx, op, context))
  if (outcome.status !== 'applied') throw new Error(`not taken in: ${JSON.stringify(outcome)}`)
  const pages = taking.isArriving ? made.pages.slice(0, -1) : made.pages
  for (const { bytes, ref } of pages) {
    await house.scans.put(ref.scanId, bytes)
    await arrive(house, actor, { caseId: op.caseId, scanId: ref.scanId })
  }
  return { op, pages: made.pages, caseId: op.caseId, file: await readFile(house, op.caseId) }
}

async function arrive(house: House, actor: Actor, key: { caseId: CaseId; scanId: ScanId }): Promise<void> {
  await inTransaction(house.pool, actor, async (tx) => {
    const scan = await findNamedScan(tx, house.districtId, key)
    if (!scan) throw new Error('the case does not name this scan')
    const upload = { ...scan, uploadId: UploadId.parse(newId()), deviceId: DeviceId.parse(newId()), sealed: null }
    await arriveScan(tx, upload, applyContextFor(house, actor))
  })
}

type Act = {
  readonly kind: Operation['kind']
  readonly payload: object
  /** The revision of the task for `task.*`, else of the case. */
  readonly baseRevision: number
}

/** Applies an operation of somebody's on a case that is here, and answers what became of it. */
export async function applyAct(
  house: House,
  actor: Actor,
  { caseId, ...act }: Act & { readonly caseId: CaseId },
): Promise<OperationOutcome> {
  const { districtId } = house
  const header = { opId: newId(), districtId, caseId, v: 1, authorPostId: actor.postId, catalogueVersion: 1 }
  const op = Operation.parse({ ...header, deviceTime: house.clock(), ...act })
  return inTransaction(house.pool, actor, (tx) => applyOne(tx, op, applyContextFor(house, actor)))
}

/** The case as it stands now. */
export async function readFile({ pool, districtId }: House, caseId: CaseId): Promise<CaseFile> {
  const scope = { districtId, postId: 'test', role: 'test', unitId: districtId }
  const file = (await inTransaction(pool, scope, (tx) => readCaseFiles(tx, districtId, [caseId]))).get(caseId)
  if (!file) throw new Error(`no case ${caseId}`)
  return file
}

/** How many audit rows bear this procedure's name. */
export async function countAudit({ ownerPool }: TestHouse, procedure: string): Promise<number> {
  const { rows } = await ownerPool.query<{ count: number }>('select count(*) from audit_row where procedure = $1', [
    procedure,
  ])
  return rows[0]?.count ?? 0
}

/** The only one. */
export function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} rows, not one`)
  return row
}
