import * as z from 'zod/mini'
import { Department, District, Station, Subdistrict } from '@onetrip/shared/catalogue/district'
import { IntakeNotice } from '@onetrip/shared/catalogue/intakeNotice'
import { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { Theme } from '@onetrip/shared/catalogue/theme'
import { CalendarYear, OfficeHours, StatutoryDates } from '@onetrip/shared/lib/calendar'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { allOf } from './allOf'
import { checkDistrict, type DistrictFiles } from './checkDistrict'
import type { DataFault, DistrictData } from './districtData'
import { openSounds, PinyinException } from './pinyin'
import { readDataFile, readDataFiles, type FromFile } from './readDataFile'

/** As written in the files: without pinyin, which is made here. */
const ItemFile = z.omit(ServiceItem, { pinyin: true })
const ThemeFile = z.omit(Theme, { pinyin: true })

/**
 * Reads a district's folder (`server/district`), checks it by the rules of publication and adds the pinyin.
 * Every fault that can be seen at once is answered at once, with its file and path.
 */
export async function readDistrict(folder: string): Promise<Result<DistrictData, DataFault[]>> {
  const files = await readFiles(folder)
  if (!files.ok) return files
  const faults = checkDistrict(files.value)
  if (faults.length > 0) return err(faults)
  const { items, themes, notices, ...rest } = files.value
  return ok({ ...rest, items: items.map(valueOf), themes: themes.map(valueOf), notices: notices.map(valueOf) })
}

async function readFiles(folder: string): Promise<Result<DistrictFiles, DataFault[]>> {
  const parts = allOf({
    district: await readDataFile(folder, 'district.json', District),
    subdistricts: await readDataFile(folder, 'subdistricts.json', z.array(Subdistrict)),
    stations: await readDataFile(folder, 'stations.json', z.array(Station)),
    departments: await readDataFile(folder, 'departments.json', z.array(Department)),
    exceptions: await readDataFile(folder, 'pinyin-exceptions.json', z.array(PinyinException)),
    items: await readDataFiles(folder, { under: 'items', matching: /[.]json$/ }, ItemFile),
    themes: await readDataFiles(folder, { under: 'themes', matching: /[.]json$/ }, ThemeFile),
    notices: await readDataFiles(folder, { under: 'notices', matching: /[.]json$/ }, IntakeNotice),
    officeHours: await readDataFile(folder, 'calendar/office-hours.json', z.array(OfficeHours).check(z.minLength(1))),
    years: await readDataFiles(folder, { under: 'calendar', matching: /^\d{4}[.]json$/ }, CalendarYear),
    statutory: await readDataFiles(
      folder,
      { under: 'calendar', matching: /^\d{4}[.]statutory[.]json$/ },
      StatutoryDates,
    ),
  })
  if (!parts.ok) return parts
  const { exceptions, items, themes, officeHours, years, statutory, ...rest } = parts.value
  const soundOf = await openSounds()
  const withPinyin = <T extends { readonly name: string }>({ file, value }: FromFile<T>) => ({
    file,
    value: { ...value, pinyin: soundOf(value.name, exceptions) },
  })
  return ok({
    ...rest,
    items: items.map(withPinyin),
    themes: themes.map(withPinyin),
    calendar: { years: years.map(valueOf), statutory: statutory.map(valueOf), officeHours },
  })
}

const valueOf = <T>({ value }: FromFile<T>): T => value
