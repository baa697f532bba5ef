import { expect, it } from 'vitest'
import { Instant, parsePlainDate } from '@onetrip/shared/lib/time'
import { createWords } from './createWords'

const at = Instant.parse('2026-07-02T16:05:09.000Z') // already the 3rd in Changsha

it('speaks Chinese until told otherwise, then changes all at once', async () => {
  const words = createWords('Asia/Shanghai')
  expect(words.t('common.retry')).toBe('再试一次')
  expect(await words.setLocale('en')).toBe('changed')
  expect(words.locale.value).toBe('en')
  expect(words.t('common.retry')).toBe('Try again')
})

it('counts in the plural of the language', async () => {
  const words = createWords('Asia/Shanghai')
  await words.setLocale('en')
  expect(words.t('kit.sync.cases', { count: 1 })).toBe('1 case')
  expect(words.t('kit.sync.cases', { count: 3 })).toBe('3 cases')
  expect(words.t('kit.sync.cases', { count: 0 })).toBe('0 cases')
})

it('writes moments in the district’s zone, whatever the device’s is', () => {
  const words = createWords('Asia/Shanghai')
  expect(words.formatTime(at)).toBe('00:05')
  expect(words.formatDay(at)).toBe('2026年7月3日')
  expect(words.formatMonthDay(at)).toBe('7月3日')
  expect(words.formatDateTime(at)).toBe('2026年7月3日 00:05')
})

it('writes a plain date as that day, in every zone', () => {
  const date = parsePlainDate('2026-07-03')
  if (!date) throw new Error('not a date')
  for (const timeZone of ['Asia/Shanghai', 'Pacific/Pago_Pago', 'Pacific/Kiritimati'])
    expect(createWords(timeZone).formatDate(date)).toBe('2026年7月3日')
})

it('writes numbers and shares', () => {
  const words = createWords('Asia/Shanghai')
  expect(words.formatNumber(12345.678)).toBe('12,345.68')
  expect(words.formatPercent(0.62)).toBe('62%')
})
