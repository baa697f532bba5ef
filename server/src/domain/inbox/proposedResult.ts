import type { IssuedDocument } from '@onetrip/shared/case/taskState'
import type { Department } from '@onetrip/shared/catalogue/district'
import type { ItemCode, ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { PlainDate } from '@onetrip/shared/lib/time'
import { documentNumber } from '../case/documentNumber'

export type ResultFacts = {
  readonly item: ServiceItem
  readonly department: Department
  readonly receiptNumber: string
  /** The case's items in their order: a theme's results share its receipt number. */
  readonly itemCodes: readonly ItemCode[]
  readonly today: PlainDate
}

/**
 * A result that the reviewer may change. The number follows from the receipt number and the item's place in the case,
 * so it is the same whenever it is asked for, and no other task of the district is given it.
 */
export function proposedResult({ item, department, receiptNumber, itemCodes, today }: ResultFacts): IssuedDocument {
  const year = `20${receiptNumber.slice(12, 14)}`
  const { shortName } = department
  const number = documentNumber({ shortName, year, receiptNumber, itemCode: item.itemCode, itemCodes })
  return { name: item.result.name, number, issuedOn: today }
}
