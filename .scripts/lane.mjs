import { build, PRODUCT } from './build.mjs'
import { getChromium } from './chromium.mjs'
import { refusal } from './root.mjs'
import { runAloud, runQuietly } from './steps.mjs'

/** `npm run lane -- kill-server --count 300`: real faults, apart from `npm test`; what they gave is in docs/measurements.md. */
export async function lane(words) {
  await build([...PRODUCT, 'lanes'])
  if (!(await runAloud(programOf(words), environment()))) throw refusal('lane: red')
}

/** The same as a step among others, of what is built; it shows what it counted. */
export const laneStep = (name, count) => ({
  name,
  run: async () => {
    return resultOf(name, await runQuietly(programOf([name, '--count', String(count)]), { env: environment() }))
  },
})

/** What could not be tried on this machine has neither passed nor failed; `notTried` says why. */
export function resultOf(name, { ok, output }) {
  const summary = countedIn(output, name)
  const isNotTried = ok && summary.startsWith(`  ${name}: not tried,`)
  const passed = ok && !isNotTried ? 1 : 0
  return { ok, output, passed, failed: ok ? 0 : 1, summary, ...(isNotTried && { notTried: summary.trim() }) }
}

/** What a lane counted, and what it could not try. */
const countedIn = (output, name) =>
  output
    .split('\n')
    .filter((line) => line.startsWith(`${name}: `) || line.startsWith('  · '))
    .map((line) => `  ${line.trim()}`)
    .join('\n')

const programOf = (words) => ['--enable-source-maps', 'e2e/dist/lanes.mjs', ...words]
const environment = () => ({ CHROMIUM_PATH: getChromium() })
