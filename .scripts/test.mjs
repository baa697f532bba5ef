import { availableParallelism } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { build, PRODUCT } from './build.mjs'
import { heavyChains, lightChains, runSteps } from './check.mjs'
import { laneStep } from './lane.mjs'
import { refusal } from './root.mjs'
import { runStory } from './story.mjs'
import { runProject } from './vitest.mjs'

const SIM_DEFAULTS = { seeds: 2000, steps: 200, first: 1 }
const NIGHT_SEEDS = 20_000
/** Of how many seeds one is lived on PostgreSQL as well, and has to come out the same; and how many at most. */
const POSTGRES_SHARE = { oneOf: 10, most: 60, mostAtNight: 600 }
/** Those that live seeds; the others live scenarios. */
const SEED_TESTS = ['sync.sim', 'e2e/simulation/memoryPostgres']

/**
 * `npm test`: what needs no browser, two at a time; then the story, which has steps that are timed, and so has beside
 * it only what takes the processor time that it leaves; then real faults. Stops at the first part that is red. The last
 * line is the sum that CI reads.
 */
export async function test() {
  const [longest, ...others] = heavyChains()
  // The long ones first, so that the two workers end at about the same time.
  const chains = [[simulationStep()], longest, [databaseStep()], ...others]
  const parts = [() => runSteps('tests without a browser', chains), storyAndLightSteps, lanes]
  const sum = { passed: 0, failed: 0, notTried: [] }
  for (const part of parts) {
    const { passed, failed, notTried = [] } = await part().catch(countAsFailure)
    sum.passed += passed
    sum.failed += failed
    sum.notTried.push(...notTried)
    if (failed > 0) break
  }
  for (const what of sum.notTried) console.log(what)
  console.log(`${sum.passed} passed, ${sum.failed} failed`)
  if (sum.failed > 0) process.exit(1)
}

async function storyAndLightSteps() {
  const light = runSteps('beside the story', lightChains({ isPatient: true }))
  const results = await Promise.all([runStory().catch(countAsFailure), light.catch(countAsFailure)])
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}

/** Real faults, few of each: many are a night's work (`npm run lane`). The long ones first. */
const LANES = [
  ['kill-server', 30],
  ['kill-browser', 20],
  ['tabs', 1],
  ['full-disk', 50],
  ['quota', 1],
  ['canaries', 50],
  ['swizzle', 5],
  ['restored', 3],
  ['wake', 3],
  ['server-full', 1],
  ['replayed', 1],
  ['kill-database', 5],
]

/** Most of a lane is waiting. */
const LANES_AT_ONCE = 3

/** So many at a time, each in a house of its own; where all would share one database, one after the other. */
async function lanes() {
  await build([...PRODUCT, 'lanes'])
  const steps = LANES.map(([name, count]) => laneStep(name, count))
  return runSteps('real faults', process.env.DATABASE_URL ? [steps] : steps.map((step) => [step]), LANES_AT_ONCE)
}

const databaseStep = () => ({ name: 'database tests', run: () => runProject('db') })

const simulationStep = () => ({
  name: 'simulation',
  run: async () => {
    const result = await runProject('sim', { env: simulationEnv(SIM_DEFAULTS) })
    return { ...result, summary: linesOfSimulation(result.output) }
  },
})

/** What the simulation counted, also when it is green: a history in which nothing struck proves nothing. */
const linesOfSimulation = (output) =>
  stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => /^(simulation|every await:| +\d+ × )/.test(line))
    .map((line) => `  ${line}`)
    .join('\n')

/** A part that could not even begin (a build that fails) is red as well. */
function countAsFailure(error) {
  console.error(error.name === 'Refusal' ? error.message : error)
  return { passed: 0, failed: 1 }
}

/** `npm run test:db -- <part of a path>` */
export async function testDatabase(words) {
  const { ok } = await runProject('db', { isAloud: true, words })
  if (!ok) throw refusal('test:db: red')
}

/** `npm run sim -- --seeds 500 --steps 200 --first 1` */
export async function simulate(words) {
  const numbers = readNumbers(words, SIM_DEFAULTS)
  console.log(`simulation: ${numbers.seeds} seeds of ${numbers.steps} steps, from seed ${numbers.first}`)
  const run = { isAloud: true, env: simulationEnv(numbers), words: [...SEED_TESTS, ...ALL_CORES] }
  const { ok } = await runProject('sim', run)
  if (!ok) throw refusal('sim: red')
}

/** `npm run sim:night`: ten times as many seeds, and every scenario. Takes `--first`, so that no night is like another. */
export async function simulateAllNight(words) {
  const numbers = readNumbers(words, { ...SIM_DEFAULTS, seeds: NIGHT_SEEDS })
  console.log(`simulation: ${numbers.seeds} seeds of ${numbers.steps} steps, from seed ${numbers.first}`)
  const env = simulationEnv(numbers, POSTGRES_SHARE.mostAtNight)
  const { ok } = await runProject('sim', { isAloud: true, env, words: ALL_CORES })
  if (!ok) throw refusal('sim:night: red')
}

/** Nothing else runs beside it: a worker for each core. */
const ALL_CORES = ['--maxWorkers', String(availableParallelism())]

const simulationEnv = ({ seeds, steps, first }, mostOnPostgres = POSTGRES_SHARE.most) => ({
  ONETRIP_SIM_SEEDS: String(seeds),
  ONETRIP_SIM_STEPS: String(steps),
  ONETRIP_SIM_FIRST: String(first),
  ONETRIP_SIM_POSTGRES_SEEDS: String(Math.min(mostOnPostgres, Math.ceil(seeds / POSTGRES_SHARE.oneOf))),
})

/** Reads `--name number` pairs; only the names that have a default are known. */
export function readNumbers(words, defaults) {
  const numbers = { ...defaults }
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '')
    const value = Number(words[i + 1])
    const isKnown = words[i].startsWith('--') && Object.hasOwn(defaults, name)
    if (!isKnown || !Number.isSafeInteger(value) || value < 1) {
      throw refusal(`"${words.slice(i, i + 2).join(' ')}" is not known here. There is: ${describe(defaults)}.`)
    }
    numbers[name] = value
  }
  return numbers
}

const describe = (defaults) =>
  Object.entries(defaults)
    .map(([name, value]) => `--${name} ${value}`)
    .join(', ')
