import { stripVTControlCharacters } from 'node:util'
import { heavyChains, lightChains, runSteps } from './check.mjs'
import { refusal } from './root.mjs'
import { runStory } from './story.mjs'
import { runProject } from './vitest.mjs'

const SIM_DEFAULTS = { seeds: 500, steps: 200, first: 1 }

/**
 * `npm test`: what needs no browser, two at a time; then the story, which has steps that are timed, and so has beside
 * it only what takes the processor time that it leaves. Stops at the first part that is red. The last line is the sum
 * that CI reads.
 */
export async function test() {
  const [longest, ...others] = heavyChains()
  // The long ones first, so that the two workers end at about the same time.
  const chains = [[simulationStep()], longest, [databaseStep()], ...others]
  const parts = [() => runSteps('tests without a browser', chains), storyAndLightSteps]
  const sum = { passed: 0, failed: 0 }
  for (const part of parts) {
    const { passed, failed } = await part().catch(countAsFailure)
    sum.passed += passed
    sum.failed += failed
    if (failed > 0) break
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`)
  if (sum.failed > 0) process.exit(1)
}

async function storyAndLightSteps() {
  const light = runSteps('beside the story', lightChains({ isPatient: true }))
  const results = await Promise.all([runStory().catch(countAsFailure), light.catch(countAsFailure)])
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
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
    .filter((line) => /^(simulation:|every await:| +\d+ × )/.test(line))
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
  const { ok } = await runSimulation(words)
  if (!ok) throw refusal('sim: red')
}

function runSimulation(words) {
  const { seeds, steps, first } = readNumbers(words, SIM_DEFAULTS)
  console.log(`simulation: ${seeds} seeds of ${steps} steps, from seed ${first}`)
  return runProject('sim', { isAloud: true, env: simulationEnv({ seeds, steps, first }) })
}

const simulationEnv = ({ seeds, steps, first }) => ({
  ONETRIP_SIM_SEEDS: String(seeds),
  ONETRIP_SIM_STEPS: String(steps),
  ONETRIP_SIM_FIRST: String(first),
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
