// Goal: a tablet may die at any await of a whole case's way, and nothing is lost or doubled. Method: one fixed history
// without other faults; first its points (calls over a port) are counted, then it is run once for each, dying there.
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../server/test/database'
import { answerCorrection, handOver, takeIn } from './agentActs'
import { beginEpoch } from './beginEpoch'
import { workAtDesk } from './deskActs'
import { createSingleCrash } from './faults'
import { brokenRules, takenIn } from './invariants'
import { drain } from './runWorld'
import { makeWorld, type SimDatabase, type World } from './world'

const NEVER = 1_000_000

it('[SYNC-R1] survives a crash at every await, before the call’s effect and after it', async () => {
  await using database = await createTestDatabase()
  await beginEpoch(database.ownerPool)
  const whole = await live(database, 1, { at: NEVER, when: 'before' })
  const points = whole.plan.points()
  expect(points).toBeGreaterThan(50)
  for (let at = 1; at <= points; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const world = await live(database, at * 2 + (when === 'after' ? 1 : 0), { at, when })
      expect(world.plan.counts.size, `crash ${when} point ${at} struck`).toBe(1)
      await drain(world)
      expect(await brokenRules(world), `crash ${when} point ${at}`).toEqual([])
      expect(takenIn(world)).toHaveLength(2)
    }
  }
  console.log(`every await: ${points} points, each crashed before and after its effect`)
})

/** Two cases come in, are worked on, corrected and handed over, as far as one sitting goes. */
async function live(
  database: SimDatabase,
  place: number,
  crash: { at: number; when: 'before' | 'after' },
): Promise<World> {
  const world = await makeWorld(database, 7, {
    place: 500_000 + place,
    planFor: () => createSingleCrash(crash.at, crash.when),
  })
  const [tablet] = world.tablets
  if (!tablet) throw new Error('no tablet')
  const syncAll = async (): Promise<void> => {
    for (let step = 0; step < 14; step += 1) {
      world.passTime(1_000)
      await tablet.sync()
    }
    tablet.wake()
  }
  takeIn(world, tablet)
  takeIn(world, tablet)
  await syncAll()
  for (let act = 0; act < 6; act += 1) await workAtDesk(world)
  await syncAll()
  answerCorrection(world, tablet)
  handOver(world, tablet)
  await syncAll()
  return world
}
