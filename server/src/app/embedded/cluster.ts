import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod/mini'
import { syncFolder } from '../../adapters/files/folders'
import { findAccount, isReachable } from './account'
import { getBinaries, SYSTEM_FOLDER } from './binaries'
import { makeDataFolder } from './dataFolder'
import { isSystemError } from './process'

/** What must outlive a start: where the cluster lies, the port it last had, and the secrets it was made with. */
const Cluster = z.object({
  directory: z.string(),
  port: z.int(),
  passwords: z.object({ admin: z.string(), owner: z.string(), app: z.string() }),
})
export type Cluster = z.infer<typeof Cluster>

export type Opening = {
  readonly dataDir: string
  /** `off` is for throw-away test clusters only: a crash of the machine may lose or tear everything. */
  readonly durability: 'full' | 'off'
  /** Is told, in one line each, what a person waiting at the terminal should know. */
  readonly say: (line: string) => void
}

/** The cluster of a data folder, made on the first call. A crash half-way leaves nothing that a later call would trust. */
export async function openCluster({ dataDir, durability, say }: Opening): Promise<Cluster> {
  await makeDataFolder(dataDir)
  const cluster = (await findCluster(dataDir)) ?? (await planCluster(dataDir, say))
  if (!existsSync(cluster.directory)) await createCluster(cluster, { dataDir, durability, say })
  return cluster
}

/** Undefined when the data folder has never had a cluster. */
export async function findCluster(dataDir: string): Promise<Cluster | undefined> {
  try {
    return Cluster.parse(JSON.parse(await readFile(recordPath(dataDir), 'utf8')))
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Written beside and renamed: a torn file would lock us out of our own data. */
export async function saveCluster(dataDir: string, cluster: Cluster): Promise<void> {
  const half = `${recordPath(dataDir)}.new`
  const file = await open(half, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(cluster, undefined, 2))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(half, recordPath(dataDir))
  await syncFolder(dataDir)
}

const recordPath = (dataDir: string): string => join(dataDir, 'postgres.json')

async function planCluster(dataDir: string, say: (line: string) => void): Promise<Cluster> {
  const password = (): string => randomBytes(24).toString('hex')
  const cluster: Cluster = {
    directory: await placeCluster(dataDir, say),
    port: 0,
    passwords: { admin: password(), owner: password(), app: password() },
  }
  if (existsSync(cluster.directory)) {
    const help = 'put the file back, or move the database away to begin anew'
    throw new Error(
      `${cluster.directory} holds a database, but its secrets in ${recordPath(dataDir)} are gone: ${help}`,
    )
  }
  await saveCluster(dataDir, cluster)
  return cluster
}

async function placeCluster(dataDir: string, say: (line: string) => void): Promise<string> {
  const directory = join(await realpath(dataDir), 'postgres')
  const account = await findAccount(directory)
  if (!account || (await isReachable(directory, account))) return directory

  const key = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const elsewhere = join(SYSTEM_FOLDER, 'clusters', key)
  say(
    `uid ${account.uid} cannot reach ${directory}, and PostgreSQL does not run as root: it keeps its files in ${elsewhere}`,
  )
  await mkdir(dirname(elsewhere), { recursive: true, mode: 0o755 })
  return elsewhere
}

/** Makes the cluster under another name and renames it when whole, so that a killed initdb leaves only litter. */
async function createCluster({ directory, passwords }: Cluster, { durability, say }: Opening): Promise<void> {
  const account = await findAccount(directory)
  await removeLitter(directory)
  const workshop = await mkdtemp(litterPrefix(directory))
  const passwordFile = join(workshop, 'password')
  const made = join(workshop, 'cluster')
  await writeFile(passwordFile, passwords.admin, { mode: 0o600 })
  if (account) for (const path of [workshop, passwordFile]) await chown(path, account.uid, account.gid)

  say('making a new PostgreSQL cluster')
  const { initdb } = await getBinaries(account, say)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const secrecy = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const haste = durability === 'off' ? ['--no-sync'] : []
  const words = [`--pgdata=${made}`, ...secrecy, ...locale, ...haste]
  await promisify(execFile)(initdb, words, { ...account, cwd: '/', env: {} })
  await rename(made, directory)
  await syncFolder(dirname(directory))
  await rm(workshop, { recursive: true })
}

const litterPrefix = (directory: string): string => `${directory}.making-`

async function removeLitter(directory: string): Promise<void> {
  const parent = dirname(directory)
  for (const name of await readdir(parent)) {
    if (name.startsWith(basename(litterPrefix(directory)))) await rm(join(parent, name), { recursive: true })
  }
}
