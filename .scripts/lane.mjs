import { build, PRODUCT } from './build.mjs'
import { getChromium } from './chromium.mjs'
import { refusal } from './root.mjs'
import { runAloud } from './steps.mjs'

/** `npm run lane -- kill-server --count 300`: real faults, apart from `npm test`; what they gave is in docs/measurements.md. */
export async function lane(words) {
  const { ok } = await runLane(words)
  if (!ok) throw refusal('lane: red')
}

export async function runLane(words) {
  await build([...PRODUCT, 'lanes'])
  const env = { CHROMIUM_PATH: getChromium() }
  return { ok: await runAloud(['--enable-source-maps', 'e2e/dist/lanes.mjs', ...words], env) }
}
