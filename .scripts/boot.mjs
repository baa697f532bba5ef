// The one step behind every npm script: on a machine with Node and npm alone it installs what is missing, then runs
// the task. It imports nothing but Node itself, because before the install there is nothing else.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Newer majors of pnpm need a newer Node; this one runs on 20. */
const PNPM = 'pnpm@12.21.0'
const OLDEST_NODE = [20, 19]

/** Each task: the file that holds it, and the function in it. */
const TASKS = {
  start: ['start.mjs', 'start'],
  dev: ['dev.mjs', 'dev'],
  build: ['build.mjs', 'buildAll'],
  check: ['check.mjs', 'check'],
  test: ['test.mjs', 'test'],
  'test:db': ['test.mjs', 'testDatabase'],
  sim: ['test.mjs', 'simulate'],
  'sim:night': ['test.mjs', 'simulateAllNight'],
  e2e: ['story.mjs', 'story'],
  story: ['story.mjs', 'story'],
  bench: ['bench.mjs', 'bench'],
  lane: ['lane.mjs', 'lane'],
  planted: ['planted.mjs', 'planted'],
  fix: ['fix.mjs', 'fix'],
  fixtures: ['fixtures.mjs', 'fixtures'],
  backup: ['backup.mjs', 'backup'],
  restore: ['backup.mjs', 'restore'],
}

const root = join(import.meta.dirname ?? '.', '..')

function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = OLDEST_NODE
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  fail(`OneTrip needs Node ${wantedMajor}.${wantedMinor} or newer; this is ${process.versions.node}.`)
}

/** The folders of the workspace's packages. */
const packageFolders = () =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'package.json')))
    .map(({ name }) => name)
    .sort()

/** Everything that decides what an install would bring: unchanged means that there is nothing to do. */
function installFingerprint(folders) {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}`)
  const manifests = folders.map((name) => join(name, 'package.json'))
  for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

function install() {
  const folders = packageFolders()
  const stamp = join(root, 'node_modules', '.onetrip-install')
  const fingerprint = installFingerprint(folders)
  // Somebody may have removed one package's modules by hand, to be rid of something that was stuck.
  const isWhole = folders.every((name) => existsSync(join(root, name, 'node_modules')))
  if (isWhole && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return

  console.log(`installing what package.json names (${PNPM}; the first time takes a minute) …`)
  // CI=true: pnpm must not ask before it replaces a node_modules of another layout.
  const env = { ...process.env, CI: 'true' }
  const startMs = performance.now()
  // Its warnings about the `engines` of packages that do run on this Node would drown what matters.
  const words = ['--yes', PNPM, 'install', '--frozen-lockfile', '--loglevel', 'error']
  const { status } = spawnSync('npx', words, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) fail('The install failed: what went wrong stands above. Nothing else was started.')
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stamp, fingerprint)
  console.log(`installed in ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

assertNode()
const [task = '', ...words] = process.argv.slice(2)
if (!Object.hasOwn(TASKS, task)) fail(`There is no task "${task}". There are: ${Object.keys(TASKS).join(', ')}.`)
install()
process.chdir(root)
const [file, name] = TASKS[task]
const tasks = await import(`./${file}`)
try {
  await tasks[name](words)
} catch (error) {
  // What a task throws on purpose is a sentence for a person; anything else is a bug and shows where it is.
  fail(error?.name === 'Refusal' ? error.message : error)
}
