import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { commandOf, inRoot } from './root.mjs'
import { runAloud, runQuietly } from './steps.mjs'

/**
 * Runs one vitest project. Answers `{ ok, output, passed, failed }`, counted from the report that the run itself wrote;
 * a run without a single test is red.
 */
export async function runProject(project, { env = {}, isAloud = false, words = [] } = {}) {
  const report = inRoot('artifacts', 'tests', `${project}.json`)
  mkdirSync(inRoot('artifacts', 'tests'), { recursive: true })
  rmSync(report, { force: true })
  const all = [commandOf('vitest'), 'run', '--project', project, ...words]
  const reporting = { ...env, ONETRIP_TEST_REPORT: report, ONETRIP_TEST_REPORTER: isAloud ? 'default' : 'dot' }
  const { ok, output } = isAloud
    ? { ok: await runAloud(all, reporting), output: '' }
    : await runQuietly(all, { env: reporting })
  return judge({ ok, output, ...countTests(report) })
}

/** A step that proved nothing is red, and a red step counts as a failure even when no single test owns it. */
export function judge({ ok, output, passed, failed }) {
  const isRed = !ok || failed > 0 || passed === 0
  const why = ok && passed === 0 ? 'not a single test ran\n' : ''
  return { ok: !isRed, output: output + why, passed, failed: isRed ? Math.max(failed, 1) : 0 }
}

/** Reads vitest's JSON report, or the story's (`{ passed, failed }`). No report: nothing was proved. */
export function countTests(path) {
  let report
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 0 }
  }
  return { passed: report.numPassedTests ?? report.passed ?? 0, failed: report.numFailedTests ?? report.failed ?? 0 }
}
