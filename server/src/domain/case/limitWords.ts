import type { Limit } from '@onetrip/shared/lib/limit'

const UNIT_WORDS = {
  hours: '个小时',
  'working-days': '个工作日',
  'calendar-days': '日',
  months: '个月',
} as const satisfies Record<Limit['unit'], string>

/** A limit as a written act says it: 10个工作日. Documents are Chinese acts; screens take their words from i18n. */
export const limitWords = ({ n, unit }: Limit): string => `${n}${UNIT_WORDS[unit]}`
