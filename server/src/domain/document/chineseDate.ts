import type { PlainDate } from '@onetrip/shared/lib/time'

/** 2026-03-09 → 2026年3月9日, as official documents write it (GB/T 9704: Arabic figures, no leading zero). */
export function chineseDate(date: PlainDate): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${String(year)}年${String(month)}月${String(day)}日`
}
