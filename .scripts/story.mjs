import { mkdirSync, rmSync } from 'node:fs'
import { build, PRODUCT } from './build.mjs'
import { getChromium } from './chromium.mjs'
import { inRoot, refusal } from './root.mjs'
import { runAloud } from './steps.mjs'
import { countTests, judge } from './vitest.mjs'

/** `npm run story`, `npm run e2e`: every flow, in order, in a real browser against real processes. */
export async function story(words) {
  const { ok } = await runStory(words)
  if (!ok) throw refusal('story: red')
}

/** The same as a part of `npm test`. The story writes what it counted to ONETRIP_TEST_REPORT. */
export async function runStory(words = []) {
  await build([...PRODUCT, 'story'])
  const report = inRoot('artifacts', 'tests', 'story.json')
  mkdirSync(inRoot('artifacts', 'tests'), { recursive: true })
  rmSync(report, { force: true })
  const env = { CHROMIUM_PATH: getChromium(), ONETRIP_TEST_REPORT: report }
  const ok = await runAloud(['--enable-source-maps', 'e2e/dist/story.mjs', ...words], env)
  return judge({ ok, output: '', ...countTests(report) })
}
