import { checkItem, type PublishRefusal } from '@onetrip/shared/catalogue/publish'
import { checkTheme, type ThemeRefusal } from '@onetrip/shared/catalogue/publishTheme'
import type { IntakeNotice } from '@onetrip/shared/catalogue/intakeNotice'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { DataFault, DistrictData } from './districtData'
import type { FromFile } from './readDataFile'

/** As the district's data, with the files from which items, themes and notices came. */
export type DistrictFiles = Omit<DistrictData, 'items' | 'themes' | 'notices'> & {
  readonly items: readonly FromFile<ServiceItem>[]
  readonly themes: readonly FromFile<Theme>[]
  readonly notices: readonly FromFile<IntakeNotice>[]
}

/** What single files cannot show: the rules of publication, and whether what they name is there. */
export function checkDistrict(files: DistrictFiles): DataFault[] {
  return [
    ...checkStations(files),
    ...checkUnique(
      'departments.json',
      files.departments.map((department) => department.departmentId),
    ),
    ...files.items.flatMap((item) => checkItemFile(item, files)),
    ...checkVersions(files.items),
    ...files.themes.flatMap((theme) => checkThemeFile(theme, files)),
    ...files.notices.flatMap(({ file, value }) =>
      checkName(file, `notices/${value.noticeCode}-v${value.version}.json`),
    ),
  ]
}

function checkStations({ district, subdistricts, stations }: DistrictFiles): DataFault[] {
  const codes = new Set(subdistricts.map((subdistrict) => subdistrict.code))
  const strayCodes = [...codes].filter((code) => !code.startsWith(district.districtId))
  const strayStations = stations.filter(
    ({ stationId, subdistrictCode }) => !codes.has(subdistrictCode) || !stationId.startsWith(subdistrictCode),
  )
  return [
    ...strayCodes.map((code) => fault('subdistricts.json', code, 'is not of this district')),
    ...strayStations.map(({ stationId }) =>
      fault('stations.json', stationId, 'is not of the subdistrict that it names'),
    ),
    ...checkUnique(
      'subdistricts.json',
      subdistricts.map((subdistrict) => subdistrict.code),
    ),
    ...checkUnique(
      'stations.json',
      stations.map((station) => station.stationId),
    ),
  ]
}

function checkItemFile({ file, value: item }: FromFile<ServiceItem>, { departments }: DistrictFiles): DataFault[] {
  const checked = checkItem(item)
  const isHoused = departments.some((department) => department.departmentId === item.departmentId)
  return [
    ...checkName(file, `items/${item.itemCode}-v${item.version}.json`),
    ...(isHoused ? [] : [fault(file, 'departmentId', `no department ${item.departmentId}`)]),
    ...(checked.ok ? [] : checked.error.map((refusal) => fault(file, '', wordsOf(refusal)))),
  ]
}

/** On no day may two versions of one item be in force: a case must know under which it was taken in. */
function checkVersions(items: DistrictFiles['items']): DataFault[] {
  return [...groupBy(items, ({ value }) => value.itemCode).values()].flatMap((versions) => {
    const inOrder = versions.toSorted((a, b) => a.value.version - b.value.version)
    return inOrder.slice(1).flatMap(({ file, value }, index) => {
      const earlierEnd = inOrder[index]?.value.effective.to
      const isAfter = earlierEnd !== undefined && earlierEnd < value.effective.from
      return isAfter ? [] : [fault(file, 'effective.from', 'begins before the version before it has ended')]
    })
  })
}

function checkThemeFile({ file, value: theme }: FromFile<Theme>, { items }: DistrictFiles): DataFault[] {
  const open = items.map(({ value }) => value).filter((item) => !item.effective.to)
  const checked = checkTheme(theme, open)
  return [
    ...checkName(file, `themes/${theme.themeCode}.json`),
    ...(checked.ok ? [] : checked.error.map((refusal) => fault(file, '', wordsOf(refusal)))),
  ]
}

const checkName = (file: string, due: string): DataFault[] =>
  file === due ? [] : [fault(file, '', `its content belongs in ${due}`)]

const checkUnique = (file: string, keys: readonly string[]): DataFault[] =>
  keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => fault(file, key, 'occurs more than once'))

const fault = (file: string, path: string, problem: string): DataFault => ({ file, path, problem })

/** Kept as the rules name it: `condition-never-true {"at":"…","field":"…"}`. */
function wordsOf({ kind, ...facts }: PublishRefusal | ThemeRefusal): string {
  return Object.keys(facts).length === 0 ? kind : `${kind} ${JSON.stringify(facts)}`
}
