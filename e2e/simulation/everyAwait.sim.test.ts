// Goal: a process, on the tablet or at the server, may end at any await of what people do, and nothing is lost or
// doubled. Method: each scenario is lived once to count its points; then once for each, ending there. What came of it has
// to be what came of it undisturbed. Points are the calls over a port, before and after, each request to the tablet's
// disk, also within a transaction, and each statement of the server's.
import { afterAll, expect, it } from 'vitest'
import { drain } from './drain'
import { createSingleCrash } from './faults'
import { finalRules } from './finalRules'
import { look } from './rules'
import { CORRECTIONS } from './scenarios/corrections'
import { INTAKE } from './scenarios/intake'
import { NEWS } from './scenarios/news'
import type { Scenario } from './scenarios/scenario'
import { createMemoryStore } from './serverStore'
import { closeWorld, makeWorld, type World } from './world'

const SCENARIOS = [...INTAKE, ...CORRECTIONS, ...NEWS]
const NEVER = 0
const counted = { points: 0, scenarios: 0 }

it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  '[SYNC-R1] survives an end at every await: %s',
  async (_name, scenario) => {
    const whole = await live(scenario, NEVER)
    expect(whole.points).toBeGreaterThan(5)
    for (let at = 1; at <= whole.points; at += 1) {
      const crashed = await live(scenario, at)
      expect(crashed.struck, `point ${at} was reached`).toBe(1)
      expect(crashed.outcome, `ended at point ${at}`).toEqual(whole.outcome)
    }
    counted.points += whole.points
    counted.scenarios += 1
  },
)

afterAll(() => {
  console.log(`every await: ${counted.scenarios} scenarios, ${counted.points} points, each crashed once`)
})

type Lived = { readonly points: number; readonly struck: number; readonly outcome: unknown }

async function live(scenario: Scenario, at: number): Promise<Lived> {
  const plan = createSingleCrash(at)
  const options = { planFor: () => plan, place: scenario.name, agents: scenario.agents }
  const world = await makeWorld(await createMemoryStore(), 7, options)
  try {
    await scenario.prepare(world)
    plan.begin()
    await scenario.act(world)
    plan.heal()
    await drain(world)
    expect(await finalRules(world), `${scenario.name}, ended at point ${at}`).toEqual([])
    return { points: plan.points(), struck: plan.counts.size, outcome: await outcomeOf(world) }
  } finally {
    await closeWorld(world)
  }
}

/** How many of each kind came of it: what is lost or doubled shows in one of them. */
async function outcomeOf(world: World): Promise<unknown> {
  const { outcomes, files } = await look(world)
  const ended = world.made.map(({ kind, opId }) => `${kind} ${String(outcomes.get(opId)?.status)}`)
  const cases = files.map(({ case: { revision, eventCount }, scans, tasks }) => {
    const status = tasks.map(({ state }) => state.status).join()
    return `revision ${revision}, ${eventCount} events, ${scans.length} scans, ${status}`
  })
  return { ended: ended.toSorted(), cases: cases.toSorted() }
}
