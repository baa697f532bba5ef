import type { WorkCalendar } from '../lib/calendar'
import type { DepartmentId, StationId } from '../lib/ids'
import { groupBy } from '../lib/groupBy'
import type { Department, District, Station, Subdistrict } from './district'
import type { IntakeNotice } from './intakeNotice'
import type { ItemCode, ItemRef, ServiceItem } from './serviceItem'
import type { Theme } from './theme'

/** One entry of the catalogue feed. */
export type CatalogueRow =
  | { readonly kind: 'district'; readonly district: District }
  | { readonly kind: 'item'; readonly item: ServiceItem }
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'calendar'; readonly calendar: WorkCalendar }
  | { readonly kind: 'department'; readonly department: Department }
  | { readonly kind: 'subdistrict'; readonly subdistrict: Subdistrict }
  | { readonly kind: 'station'; readonly station: Station }
  | { readonly kind: 'notice'; readonly notice: IntakeNotice }

/** The district and what it offers, as of one position of the catalogue feed. Same on tablet and server. */
export type Catalogue = {
  /** Position of the catalogue feed that this was built from; operations say which one they used. */
  readonly version: number
  readonly district: District
  readonly itemVersions: ReadonlyMap<ItemCode, readonly ServiceItem[]>
  readonly themes: readonly Theme[]
  readonly calendar: WorkCalendar
  readonly departments: ReadonlyMap<DepartmentId, Department>
  readonly subdistricts: readonly Subdistrict[]
  readonly stations: ReadonlyMap<StationId, Station>
  readonly notices: readonly IntakeNotice[]
}

/** Undefined until the district itself and its calendar have arrived. */
export function buildCatalogue(rows: readonly CatalogueRow[], version: number): Catalogue | undefined {
  const of = <Kind extends CatalogueRow['kind']>(kind: Kind) =>
    rows.filter((row): row is Extract<CatalogueRow, { kind: Kind }> => row.kind === kind)
  const district = of('district')[0]?.district
  const calendar = of('calendar')[0]?.calendar
  if (!district || !calendar) return undefined
  return {
    version,
    district,
    itemVersions: groupBy(
      of('item').map((row) => row.item),
      (item) => item.itemCode,
    ),
    themes: of('theme').map((row) => row.theme),
    calendar,
    departments: new Map(of('department').map((row) => [row.department.departmentId, row.department])),
    subdistricts: of('subdistrict').map((row) => row.subdistrict),
    stations: new Map(of('station').map((row) => [row.station.stationId, row.station])),
    notices: of('notice').map((row) => row.notice),
  }
}

/** The very version that a case was taken in under. */
export const findItem = (catalogue: Catalogue, ref: ItemRef): ServiceItem | undefined =>
  catalogue.itemVersions.get(ref.itemCode)?.find((item) => item.version === ref.version)

/** For references that were checked when the case came in; a missing one is a bug. */
export function getItem(catalogue: Catalogue, ref: ItemRef): ServiceItem {
  const item = findItem(catalogue, ref)
  if (!item) throw new Error(`item ${ref.itemCode} version ${ref.version} is not in the catalogue`)
  return item
}
