import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { inRoot, refusal } from './root.mjs'

const FOLDER = inRoot('e2e', 'planted')

/**
 * `npm run planted -- [part of a name]`: puts each kept fault into the code, runs the tests that ought to see it, takes it
 * out again and tells which did. In place, so the working tree must be clean; a fault that no test sees is red.
 */
export function planted([wanted = '']) {
  if (git('status', '--porcelain').stdout.trim() !== '') throw refusal('planted: the working tree is not clean.')
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.patch') && name.includes(wanted))
  const unseen = names.filter((name) => !isSeen(name))
  console.log(`planted: ${names.length} faults, ${names.length - unseen.length} seen`)
  if (unseen.length > 0 || names.length === 0) throw refusal(`planted: nobody sees ${unseen.join(', ') || 'anything'}`)
}

function isSeen(name) {
  const path = inRoot('e2e', 'planted', name)
  const { rule, project, tests } = readHead(readFileSync(path, 'utf8'))
  demand(git('apply', path), `${name} no longer fits the code`)
  const takeOut = () => demand(git('apply', '-R', path), `${name} could not be taken out again`)
  process.once('exit', takeOut)
  try {
    const failing = findFailing(project, tests.split(' '))
    const said =
      failing.length > 0 ? `✓ ${failing[0]}${failing.length > 1 ? ` (+${failing.length - 1})` : ''}` : '✗ nobody'
    console.log(`${name.replace('.patch', '').padEnd(34)} ${rule.padEnd(9)} ${said}`)
    return failing.length > 0
  } finally {
    process.removeListener('exit', takeOut)
    takeOut()
  }
}

/** The names of the tests that fail; a file that cannot even be loaded counts by its name. */
function findFailing(project, tests) {
  const folder = inRoot('artifacts', 'tests')
  mkdirSync(folder, { recursive: true })
  const report = inRoot('artifacts', 'tests', 'planted.json')
  const words = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter',
    'json',
    '--outputFile',
    report,
  ]
  const { status } = spawnSync(process.execPath, [...words, ...tests], { cwd: inRoot('.'), stdio: 'ignore' })
  if (status === 0) return []
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  return testResults
    .filter((file) => file.status === 'failed')
    .flatMap(({ assertionResults, name }) => {
      const failed = assertionResults.filter((one) => one.status === 'failed').map(({ title }) => title)
      return failed.length > 0 ? failed : [name]
    })
}

/** `rule`, `project` and `tests` stand above the patch, which git reads over. */
const readHead = (text) =>
  Object.fromEntries(
    text
      .slice(0, text.indexOf('\n\n'))
      .split('\n')
      .map((line) => line.split(/: (.*)/s).slice(0, 2)),
  )

const git = (...words) => spawnSync('git', words, { cwd: inRoot('.'), encoding: 'utf8' })

function demand({ status, stderr }, sentence) {
  if (status !== 0) throw refusal(`planted: ${sentence}.\n${stderr}`)
}
