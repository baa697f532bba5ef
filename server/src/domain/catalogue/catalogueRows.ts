import type { CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import type { DistrictData } from './districtData'

/** The rows of the catalogue feed by entity id. What has versions bears its version in the id. */
export function catalogueRows(data: DistrictData): Map<string, CatalogueRow> {
  const { district, calendar } = data
  return new Map<string, CatalogueRow>([
    ['district', { kind: 'district', district }],
    ['calendar', { kind: 'calendar', calendar }],
    ...data.subdistricts.map(
      (subdistrict) => [`subdistrict:${subdistrict.code}`, { kind: 'subdistrict', subdistrict }] as const,
    ),
    ...data.stations.map((station) => [`station:${station.stationId}`, { kind: 'station', station }] as const),
    ...data.departments.map(
      (department) => [`department:${department.departmentId}`, { kind: 'department', department }] as const,
    ),
    ...data.items.map((item) => [`item:${item.itemCode}@${item.version}`, { kind: 'item', item }] as const),
    ...data.themes.map((theme) => [`theme:${theme.themeCode}@${theme.version}`, { kind: 'theme', theme }] as const),
    ...data.notices.map(
      (notice) => [`notice:${notice.noticeCode}@${notice.version}`, { kind: 'notice', notice }] as const,
    ),
  ])
}
