import { build, PRODUCT } from './build.mjs'
import { getChromium } from './chromium.mjs'
import { refusal } from './root.mjs'
import { runAloud } from './steps.mjs'

/** `npm run bench -- <name of a figure>` */
export async function bench(words) {
  await build([...PRODUCT, 'bench'])
  const env = { CHROMIUM_PATH: getChromium() }
  const ok = await runAloud(['--enable-source-maps', 'bench/dist/main.mjs', ...words], env)
  if (!ok) throw refusal('bench: red')
}
