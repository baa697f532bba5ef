import { describe, expect, it } from 'vitest'
import { anItem, day } from '@onetrip/shared/catalogue/testItem'
import type { WorkCalendar } from '@onetrip/shared/lib/calendar'
import { CorrectionId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import type { TaskState } from '@onetrip/shared/case/taskState'
import { shownClock } from './shownClock'

const at = (text: string): Instant => Instant.parse(`${text}T01:00:00.000Z`)
/** Weekends off, and no holidays. 2026-03-02 is a Monday. */
const calendar: WorkCalendar = {
  years: [{ year: 2026, off: [], work: [] }],
  statutory: [],
  officeHours: [{ opensAt: '09:00', closesAt: '17:00' }],
}
const view = (today: string) => ({ calendar, timeZone: 'Asia/Shanghai', today: day(today) })
const item = anItem()
const collectedAt = at('2026-03-02')
const receivedAt = at('2026-03-02')
const clockOf = (state: TaskState | undefined, today = '2026-03-03') =>
  shownClock({ collectedAt, state, item }, view(today))

const correction = {
  correctionId: CorrectionId.parse('0197c3a1-5b1e-7c3d-8a52-6f1e2d3c4b5a'),
  points: [{ at: { kind: 'other' } as const, words: 'one' }],
  askedAt: at('2026-03-04'),
}

describe('the clock that is shown', () => {
  it('runs to accept from the door on, before the case is whole, too', () => {
    expect(clockOf(undefined)).toMatchObject({ clock: 'acceptance', dueOn: '2026-03-09', daysLeft: 4 })
    expect(clockOf({ status: 'received', receivedAt })).toMatchObject({ clock: 'acceptance', dueOn: '2026-03-09' })
  })

  it('runs to decide from the acceptance on, and to deliver from the decision on', () => {
    const accepted = { status: 'accepted', receivedAt, acceptedAt: at('2026-03-03') } as const
    expect(clockOf(accepted)).toMatchObject({ clock: 'decision', dueOn: '2026-03-17' })
    const decidedAt = at('2026-03-05')
    expect(clockOf({ ...accepted, status: 'approved', decidedAt }, '2026-03-05')).toMatchObject({ clock: 'delivery' })
    const refused = { status: 'not-accepted', receivedAt, reason: 'r', whereToGo: 'w', decidedAt } as const
    expect(clockOf(refused, '2026-03-05')).toMatchObject({ clock: 'delivery', dueOn: '2026-03-19' })
  })

  it('stands while something is asked for, and what it stood does not count afterwards', () => {
    const asked: TaskState = { status: 'correction-required', receivedAt, correction }
    expect(clockOf(asked, '2026-03-04')?.daysLeft).toBe(clockOf(asked, '2026-03-25')?.daysLeft)
    expect(clockOf(asked)?.isStopped).toBe(true)
    const correctedAt = at('2026-03-25')
    const back: TaskState = { status: 'received', receivedAt: correctedAt, askedAt: correction.askedAt, correctedAt }
    // One of the five days was used before asking; the four others follow from the answer on.
    expect(clockOf(back, '2026-03-25')).toMatchObject({ dueOn: '2026-03-30', light: 'green' })
    expect(clockOf(back, '2026-03-25')?.isStopped).toBeUndefined()
  })

  it('is none for a closed task', () => {
    expect(clockOf({ status: 'closed', closedAt: at('2026-03-04'), outcome: 'delivered' })).toBeUndefined()
  })
})
