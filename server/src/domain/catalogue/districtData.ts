import type { Department, District, Station, Subdistrict } from '@onetrip/shared/catalogue/district'
import type { IntakeNotice } from '@onetrip/shared/catalogue/intakeNotice'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'
import type { WorkCalendar } from '@onetrip/shared/lib/calendar'

/** A district as its data files describe it: checked, and with pinyin for searching. */
export type DistrictData = {
  readonly district: District
  readonly subdistricts: readonly Subdistrict[]
  readonly stations: readonly Station[]
  readonly departments: readonly Department[]
  /** Every version of every item, retired ones too. */
  readonly items: readonly ServiceItem[]
  readonly themes: readonly Theme[]
  readonly calendar: WorkCalendar
  readonly notices: readonly IntakeNotice[]
}

/** What is wrong in one data file, and where: `path` as in `form.0.input`, empty for the file as a whole. */
export type DataFault = { readonly file: string; readonly path: string; readonly problem: string }

/** One line for whoever keeps the files. */
export const describeFault = ({ file, path, problem }: DataFault): string =>
  path === '' ? `${file}: ${problem}` : `${file}, at ${path}: ${problem}`
