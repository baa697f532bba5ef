import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { DepartmentId, TaskId } from '@onetrip/shared/lib/ids'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import { findCaseOfTask } from '../../db/inboundMessages'
import { lockCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import type { House } from '../house'

/** A task with the case that it stands in and the item version that it is decided by. */
export type OwnTask = {
  readonly task: StoredTask
  readonly file: CaseFile
  readonly item: ServiceItem
  readonly catalogue: Catalogue
}

/** A task of this department, its case locked; undefined for a foreign and a missing one, alike. */
export async function findOwnTask(
  tx: Tx,
  house: Pick<House, 'districtId' | 'readCatalogue'>,
  key: { readonly departmentId: DepartmentId; readonly taskId: TaskId },
): Promise<OwnTask | undefined> {
  const { districtId } = house
  const caseId = await findCaseOfTask(tx, districtId, key)
  if (caseId === undefined) return undefined
  const [files, catalogue] = await Promise.all([
    lockCaseFiles(tx, districtId, [caseId]),
    house.readCatalogue(tx, districtId),
  ])
  const file = files.get(caseId)
  const task = file?.tasks.find((one) => one.taskId === key.taskId)
  if (!file || !task) throw new Error(`task ${key.taskId} is not in its case`)
  const item = getItem(catalogue, { itemCode: task.itemCode, version: task.itemVersion })
  return { task, file, item, catalogue }
}
