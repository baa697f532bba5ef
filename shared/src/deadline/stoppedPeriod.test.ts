import { expect, it } from 'vitest'
import { instantFromMs, PlainDate } from '../lib/time'
import { isStoppedBy } from './stoppedPeriod'

const timeZone = 'Asia/Shanghai'
const at = (local: string) => instantFromMs(Date.parse(`${local}:00+08:00`))
const today = PlainDate.parse('2026-06-10')

const stoppedDays = (period: { from: string; to?: string }) => {
  const isStopped = isStoppedBy([{ from: at(period.from), to: period.to ? at(period.to) : undefined }], {
    timeZone,
    today,
  })
  return Array.from({ length: 12 }, (_, i) => PlainDate.parse(`2026-06-${String(i + 1).padStart(2, '0')}`)).filter(
    isStopped,
  )
}

it('reaches from the day it begins to the day before it ends, by the district’s time zone', () => {
  expect(stoppedDays({ from: '2026-06-03T00:00', to: '2026-06-05T23:59' })).toEqual(['2026-06-03', '2026-06-04'])
})

it('reaches through today while it is open', () => {
  expect(stoppedDays({ from: '2026-06-08T09:00' })).toEqual(['2026-06-08', '2026-06-09', '2026-06-10'])
})

it('is empty when it ends on its own day', () => {
  expect(stoppedDays({ from: '2026-06-03T09:00', to: '2026-06-03T16:00' })).toEqual([])
})
