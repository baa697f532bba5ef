// A OneTrip of before: its own source out of the history, its own packages, built by its own scripts.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { System, SystemOptions } from '../../.scripts/system.mjs'

/** The oldest that can be asked to go on beside today's: protocol 1 was published with it. */
export const FIRST_PUBLISHED = 'c5ef9740'

/** Undefined where this copy of the project does not reach back so far, as after a shallow clone. */
export function findRevision(name: string): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** Builds it once, beside what the tests leave behind; answers its folder. Throws with the end of what was printed. */
export async function buildOld(revision: string): Promise<string> {
  const folder = join(process.cwd(), 'artifacts', 'old-builds', revision.slice(0, 12))
  const built = join(folder, 'built')
  if (existsSync(built)) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const source = execFileSync('git', ['archive', '--format=tar', revision], { maxBuffer: 1 << 28 })
  execFileSync('tar', ['-x', '-C', folder], { input: source })
  const child = spawn(process.execPath, [join('.scripts', 'boot.mjs'), 'build'], { cwd: folder, stdio: 'pipe' })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some: Buffer) => said.push(some))
  await once(child, 'close')
  const words = Buffer.concat(said).toString()
  if (child.exitCode !== 0) throw new Error(`${revision} could not be built:\n${words.slice(-2_000)}`)
  writeFileSync(built, '')
  return folder
}

/** Starts it by its own scripts. */
export async function startOld(folder: string, options: SystemOptions): Promise<System> {
  const address = pathToFileURL(join(folder, '.scripts', 'system.mjs')).href
  // What it answers has only ever grown: .scripts/system.d.mts.
  const { startSystem } = (await import(address)) as { startSystem: (given: SystemOptions) => Promise<System> }
  return startSystem(options)
}
