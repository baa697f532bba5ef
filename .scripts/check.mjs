import { buildStep } from './build.mjs'
import { commandOf, refusal } from './root.mjs'
import { programStep, runChains, seconds } from './steps.mjs'
import { runProject } from './vitest.mjs'

const LAYERS = ['shared/src', 'server/src', 'client/src', 'e2e', 'bench']

/** `npm run check`: everything that needs no database and no browser. */
export async function check() {
  const { failed } = await runCheck()
  if (failed > 0) throw refusal('check: red')
}

/** The same, answering `{ passed, failed }`. */
export const runCheck = () => runSteps('check', checkChains())

/** The long ones first, so that the two workers end at about the same time. */
export const checkChains = () => [...heavyChains(), ...lightChains()]

export const heavyChains = () => [
  // The linter reads other projects' types from what the type check writes.
  [programStep('types', [commandOf('vue-tsc'), '-b']), programStep('lint', [commandOf('oxlint')])],
  [{ name: 'unit and property tests', run: () => runProject('unit') }],
  [buildStep('agent'), bytesStep()],
]

/** What can also be done in the pauses of something else: each is one process, and reads sources only. */
export const lightChains = (options = {}) => [
  [programStep('lint of components', [commandOf('eslint'), '.', '--max-warnings', '0'], options)],
  [programStep('format', [commandOf('prettier'), '--check', '.'], options)],
  [
    programStep(
      'layers',
      [commandOf('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', ...LAYERS],
      options,
    ),
  ],
]

/** Counts tests as tests; a red step without tests counts as one failure. */
export async function runSteps(name, chains, atOnce) {
  const startMs = performance.now()
  const results = await runChains(chains, atOnce)
  const sum = (key) => results.reduce((total, result) => total + (result[key] ?? 0), 0)
  const red = results.filter(({ ok, failed }) => !ok && failed === undefined).length
  const passed = sum('passed')
  const notTried = results.flatMap((result) => result.notTried ?? [])
  const well = results.filter(({ ok }) => ok).length - notTried.length
  console.log(`${name}: ${well} of ${results.length} steps, ${passed} tests, ${seconds(performance.now() - startMs)}\n`)
  return { passed, failed: sum('failed') + red, notTried }
}

function bytesStep() {
  const { name, run } = programStep('client bytes', ['.scripts/bytes.mjs'])
  // The figures are wanted also when they are good.
  return { name, run: async () => run().then((result) => ({ ...result, summary: result.output.trimEnd() })) }
}
