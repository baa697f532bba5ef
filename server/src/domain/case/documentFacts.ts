import { findApplicant } from '@onetrip/shared/case/party'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import { departmentNameOn, type Department } from '@onetrip/shared/catalogue/district'
import type { ItemCode, ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { dateIn, type Instant, type PlainDate } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { GroundedAct } from './basisOf'
import { documentNumber } from './documentNumber'
import type { RulingContext } from './ruling'

/** What every document of one task says the same. */
export type Facts = {
  readonly item: ServiceItem
  readonly department: Department
  readonly organName: string
  readonly holderName: string
  readonly receiptNumber: string
  readonly itemCodes: readonly ItemCode[]
  readonly stationName: string
  readonly premises: string | undefined
  readonly today: PlainDate
  readonly dayOf: (instant: Instant) => PlainDate
  readonly isDemo: boolean
}

/** Throws where the catalogue does not know the department or the item version: they were checked when the case came in. */
export function gatherFacts(file: CaseFile, task: StoredTask, { catalogue, today, isDemo }: RulingContext): Facts {
  const department = catalogue.departments.get(task.departmentId)
  if (!department) throw new Error(`department ${task.departmentId} is not in the catalogue`)
  const { content, receiptNumber, stationId } = file.case
  const { premisesAddress } = content.fields
  return {
    item: getItem(catalogue, { itemCode: task.itemCode, version: task.itemVersion }),
    department,
    organName: departmentNameOn(department, today),
    holderName: findApplicant(content.parties)?.name ?? '',
    receiptNumber,
    itemCodes: content.items.map(({ itemCode }) => itemCode),
    stationName: catalogue.stations.get(stationId)?.name ?? stationId,
    premises: typeof premisesAddress === 'string' ? premisesAddress : undefined,
    today,
    dayOf: (instant) => dateIn(catalogue.district.timeZone, instant),
    isDemo,
  }
}

/** What the act is, as its number says it. */
const NUMBER_WORDS = {
  acceptance: '受',
  correction: '补',
  'not-accepted': '不受',
  denial: '不予',
} as const satisfies Record<GroundedAct, string>

/** The number of an act made today. */
export function numberOf(act: GroundedAct, facts: Facts): string {
  const { item, department, receiptNumber, itemCodes, today } = facts
  const year = today.slice(0, 4)
  const { shortName } = department
  return documentNumber({ shortName, word: NUMBER_WORDS[act], year, receiptNumber, itemCode: item.itemCode, itemCodes })
}
