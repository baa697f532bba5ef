// Goal: however many come at once, so many are inside, so many are worked on, and the others are told times at which there
// will be room. Method: a clock in the test's own hand.
import { expect, it } from 'vitest'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import { createAdmission, type Admission, type AdmissionLimits, type Place } from './admission'

const PATIENCE = { patienceMs: 15_000, isTakenAsItComes: false }
const LIMITS = { atOnce: 2, inside: 10, longestWaitMs: 10_000, firstPaceMs: 40, ...PATIENCE }

it('[SYNC-R27] lets so many in, works on so many at once in their order, and lets others in as they leave', async () => {
  const { admission } = openDoor()
  const places = Array.from({ length: LIMITS.inside }, () => enter(admission))
  const begun: number[] = []
  places.forEach((place, nth) => void place.untilTurn().then(() => begun.push(nth)))
  expect(admission.enter(stays).status).toBe('later')
  await settled()
  expect(begun).toEqual([0, 1])

  for (const [nth, place] of places.entries()) {
    place.leave()
    // Once more does nothing: it may be left because the answer is known, and because the line broke.
    place.leave()
    await settled()
    expect(begun).toHaveLength(Math.min(LIMITS.inside, nth + 3))
    if (nth === 0) expect([admission.enter(stays).status, admission.enter(stays).status]).toEqual(['in', 'later'])
  }
  expect(begun).toEqual(places.map((_place, nth) => nth))
})

it('[SYNC-R27] whoever leaves before their turn is no longer waited for, and waits for nothing', async () => {
  const { admission } = openDoor()
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => enter(admission))
  if (!first || !second || !third || !fourth) throw new Error('four came')
  await Promise.all([first.untilTurn(), second.untilTurn()])
  const gone = third.untilTurn()
  const next = fourth.untilTurn()
  third.leave()
  await gone
  first.leave()
  await next
  fourth.leave()
  second.leave()
  await fourth.untilTurn()
  for (let nth = 0; nth < 3 * LIMITS.inside; nth += 1) {
    const place = enter(admission)
    if (nth % 2 === 0) await place.untilTurn()
    place.leave()
  }
  expect(admission.isCrowded()).toBe(false)
})

it('[SYNC-R27] tells each another time, as far apart as they were seen to end', async () => {
  const { admission, clock } = openDoor()
  const places = fill(admission)
  expect([later(admission), later(admission)]).toEqual([11 * 40, 12 * 40])
  for (const place of places) place.leave()

  await passThrough({ admission, clock }, { count: 200, eachMs: 500 })
  fill(admission)
  const [first, second] = [later(admission), later(admission)]
  expect(second - first).toBeGreaterThan(400)
  expect(second - first).toBeLessThanOrEqual(500)
})

it('[SYNC-R27] tells nobody to come later than in two minutes, and never all at one time', async () => {
  const { admission } = openDoor()
  fill(admission)
  const times = Array.from({ length: 10_000 }, () => later(admission))
  expect(Math.max(...times)).toBeLessThanOrEqual(120_000)
  const bySecond = groupBy(times, (ms) => Math.floor(ms / 1000))
  expect(Math.max(...[...bySecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(4 * 25)
})

it('[SYNC-R27] lets fewer in when each takes long: nobody waits inside for longer than a tablet does', async () => {
  const { admission, clock } = openDoor()
  await passThrough({ admission, clock }, { count: 200, eachMs: 5_000 })
  const entered = Array.from({ length: LIMITS.inside }, () => admission.enter(stays).status)
  expect(entered.filter((status) => status === 'in')).toHaveLength(3)
})

it('[SYNC-R27] who sends next to nothing gives way to others when the house is full, the first first, and nobody else does', () => {
  const { admission, clock } = openDoor()
  const gone: number[] = []
  const places = Array.from({ length: LIMITS.inside }, (_, nth) => {
    clock.nowMs += 1_000
    return enter(admission, () => gone.push(nth))
  })
  // The words of the first have come: it waits for its turn, or has it.
  void places[0]?.untilTurn()
  clock.nowMs = 1_000 + LIMITS.patienceMs
  expect([admission.enter(stays).status, gone]).toEqual(['later', []])
  clock.nowMs += 1_000
  enter(admission)
  expect([admission.enter(stays).status, gone]).toEqual(['later', [1]])
  // Its line breaks off after that; its place is another's.
  places[1]?.leave()
  expect(admission.enter(stays).status).toBe('later')
  // With room for all nobody goes, however slow.
  clock.nowMs += 100 * LIMITS.patienceMs
  places[2]?.leave()
  enter(admission)
  expect(gone).toEqual([1])
})

it('[SYNC-R27] what is taken as it comes gives way, too', () => {
  const { admission, clock } = openDoor({ atOnce: 10, isTakenAsItComes: true })
  const gone: number[] = []
  const places = Array.from({ length: 10 }, (_, nth) => enter(admission, () => gone.push(nth)))
  for (const place of places) void place.untilTurn()
  expect(admission.enter(stays).status).toBe('later')
  clock.nowMs += LIMITS.patienceMs
  enter(admission)
  expect(gone).toEqual([0])
})

it('finds its pace again when a bad time is over, also when nobody waits for anybody', async () => {
  const { admission, clock } = openDoor()
  await passThrough({ admission, clock }, { count: 200, eachMs: 5_000 })
  for (let nth = 0; nth < 200; nth += 1) {
    const place = enter(admission)
    await place.untilTurn()
    clock.nowMs += 20
    place.leave()
    clock.nowMs += 60_000
  }
  fill(admission)
  expect(later(admission)).toBeLessThan(11 * 25)
})

it('is crowded until those who were told to come later could have been here', () => {
  const { admission, clock } = openDoor()
  const places = fill(admission)
  expect(admission.isCrowded()).toBe(false)
  const afterMs = later(admission)
  for (const place of places) place.leave()
  expect(admission.isCrowded()).toBe(true)
  clock.nowMs += afterMs
  expect(admission.isCrowded()).toBe(false)
})

type Door = { readonly admission: Admission; readonly clock: { nowMs: number } }

const stays = (): void => expect.unreachable('nobody has to give way')

function openDoor(limits: Partial<AdmissionLimits> = {}): Door {
  const clock = { nowMs: 0 }
  return { clock, admission: createAdmission({ ...LIMITS, ...limits, nowMs: () => clock.nowMs }) }
}

const fill = (admission: Admission): Place[] => Array.from({ length: LIMITS.inside }, () => enter(admission))

function enter(admission: Admission, giveWay = stays): Place {
  const entrance = admission.enter(giveWay)
  if (entrance.status !== 'in') throw new Error('the house is full')
  return entrance.place
}

function later(admission: Admission): number {
  const entrance = admission.enter(stays)
  if (entrance.status !== 'later') throw new Error('there is room')
  return entrance.afterMs
}

/** So many pass, with one more waiting behind each, and end so far apart. */
async function passThrough(
  { admission, clock }: Door,
  { count, eachMs }: { readonly count: number; readonly eachMs: number },
): Promise<void> {
  const inside: Place[] = []
  for (let nth = 0; nth < count; nth += 1) {
    while (inside.length <= LIMITS.atOnce) {
      const place = enter(admission)
      void place.untilTurn()
      inside.push(place)
    }
    clock.nowMs += eachMs
    inside.shift()?.leave()
    await settled()
  }
  for (const place of inside) place.leave()
}

/** All that can go on by itself has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
