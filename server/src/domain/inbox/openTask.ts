import type { CaseContent } from '@onetrip/shared/case/content'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { DepartmentId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { OpenTaskAnswer, OpenTaskInput } from '@onetrip/shared/wire/inbox'
import type * as z from 'zod/mini'
import type { CaseFile } from '../../db/caseFile'
import { findDocumentsOfTask, type StoredDocument } from '../../db/documents'
import { findContentOf, findInboxRow, findPostNames } from '../../db/inbox'
import { readCaseFiles } from '../../db/readCaseFiles'
import { readCaseEvents } from '../../db/track'
import { inTransaction, type Tx } from '../../db/transaction'
import type { StoredEvent } from '../../db/writeCaseFiles'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { findOperationAskedAbout } from './askedOnce'
import { toTaskDetail } from './taskDetail'

type Input = z.infer<typeof OpenTaskInput>

/** Everything that a task is shown from. */
export type OpenedTask = {
  readonly row: DepartmentTaskRow
  readonly file: CaseFile
  readonly events: readonly StoredEvent[]
  readonly documents: readonly StoredDocument[]
  readonly nameByPost: ReadonlyMap<string, string>
  /** The words that the correction was asked about. */
  readonly askedAbout: CaseContent | undefined
  readonly catalogue: Catalogue
  readonly now: Instant
}

/** Opens one task of the reviewer's own department; a foreign one and a missing one are not found, alike. */
export async function openTask(house: House, actor: Actor, input: Input): Promise<OpenTaskAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const opened = await readTask(tx, { house, actor, input, now })
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'task.open',
      entity: `task:${input.caseId}:${input.itemCode}`,
      detail: { found: opened !== undefined },
    })
    return opened ? { status: 'found', task: toTaskDetail(opened) } : { status: 'not-found' }
  })
}

type Asking = { readonly house: House; readonly actor: Actor; readonly input: Input; readonly now: Instant }

async function readTask(tx: Tx, { house, actor, input, now }: Asking): Promise<OpenedTask | undefined> {
  const { districtId, unitId } = actor
  const row = await findInboxRow(tx, districtId, { ...input, departmentId: DepartmentId.parse(unitId) })
  const file = row && (await readCaseFiles(tx, districtId, [row.caseId])).get(row.caseId)
  if (!file) return undefined
  const taskId = row.task?.taskId
  const [events, documents, catalogue] = await Promise.all([
    readCaseEvents(tx, districtId, { caseId: row.caseId, only: taskId ?? 'case' }),
    taskId ? findDocumentsOfTask(tx, districtId, taskId) : [],
    house.readCatalogue(tx, districtId),
  ])
  const opId = findOperationAskedAbout(events)
  const [nameByPost, askedAbout] = await Promise.all([
    findPostNames(tx, districtId, {
      postIds: events.flatMap(({ actor: { postId } }) => (postId === undefined ? [] : [postId])),
      unitIds: [unitId, file.case.stationId],
    }),
    opId && findContentOf(tx, districtId, opId),
  ])
  return { row, file, events, documents, nameByPost, askedAbout, catalogue, now }
}
