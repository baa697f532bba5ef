import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'

export type NumberedDocument = {
  /** As the department's documents name it: 芙市监. */
  readonly shortName: string
  /** What the act is (受、补、不受、不予); a result has none. */
  readonly word?: string
  /** Four digits. */
  readonly year: string
  readonly receiptNumber: string
  readonly itemCode: ItemCode
  /** The case's items in their order: a theme's acts share its receipt number. */
  readonly itemCodes: readonly ItemCode[]
}

/**
 * A number that no other document of the district bears: the receipt number without its division (it holds station, day,
 * device and counter), and the item's place in the case. A task has at most one document of each kind.
 */
export function documentNumber({ shortName, word = '', year, ...place }: NumberedDocument): string {
  const nth = String(place.itemCodes.indexOf(place.itemCode) + 1).padStart(2, '0')
  return `${shortName}${word}〔${year}〕${place.receiptNumber.slice(6)}-${nth}号`
}
