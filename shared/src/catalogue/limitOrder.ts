import type { Limit } from '../lib/limit'

/** Nominal: an office day of 7 hours, as published guides count it; 5 working days a week; 21 a month. */
const WORKING_DAYS_PER_UNIT: Record<Limit['unit'], number> = {
  hours: 1 / 7,
  'working-days': 1,
  'calendar-days': 5 / 7,
  months: 21,
}

/** Whether `one` is the longer limit. For comparing limits of data only: a due date is never counted like this. */
export const isLongerLimit = (one: Limit, other: Limit): boolean => nominalDays(one) > nominalDays(other)

const nominalDays = ({ n, unit }: Limit): number => n * WORKING_DAYS_PER_UNIT[unit]
