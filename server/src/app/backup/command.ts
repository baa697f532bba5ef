import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import * as z from 'zod/mini'
import { isRestoreUnfinished } from '../../db/backupTarget'
import { withSession } from '../../db/backupSession'
import { findCluster } from '../embedded/cluster'
import { findPostmaster } from '../embedded/postmaster'
import { ownerUrl } from '../embedded/provision'
import { readDatabaseUrl, readSettings, type Settings } from '../environment'
import { clockWith, newId } from '../parts'
import { inRoot } from '../root'
import { backUp } from './backUp'
import { Refusal } from './refusal'
import { restore } from './restore'

type Variables = Readonly<Record<string, string | undefined>>
type Command = {
  readonly variables: Variables
  /** What stands behind the command's name. */
  readonly words: readonly string[]
  readonly say: (line: string) => void
}

/** `main.mjs backup <folder>` */
export async function runBackup({ variables, words, say }: Command): Promise<void> {
  const { folder } = readWords('backup', words)
  const settings = readSettings(variables)
  const { backup, lost } = await backUp({
    ownerUrl: await findOwnerUrl(variables, settings),
    dataDir: settings.dataDir,
    folder,
    madeAt: clockWith(settings.clockOffsetMs)(),
    software: await readVersion(),
    say,
  })
  const where = `The backup is made: ${backup}`
  if (lost.length === 0) say(where)
  else throw new Refusal(`${where}; but ${lost.length} files that it names are not whole in ${settings.dataDir}: look.`)
}

/** `main.mjs restore <folder> [--without-damaged]` */
export async function runRestore({ variables, words, say }: Command): Promise<void> {
  const { folder, flags } = readWords('restore', words, ['--without-damaged'])
  const settings = readSettings(variables)
  await restore({
    ownerUrl: await findOwnerUrl(variables, settings),
    dataDir: settings.dataDir,
    folder,
    migrationsDir: inRoot('server', 'migrations'),
    isLossAllowed: flags.includes('--without-damaged'),
    epoch: newId(),
    now: clockWith(settings.clockOffsetMs)(),
    say,
  })
}

/** Refuses to prepare a new house where an old one was to come back. */
export async function assertNoUnfinishedRestore(url: string): Promise<void> {
  if (await withSession(url, isRestoreUnfinished))
    throw new Refusal(
      'A restore into this database has begun and not come to its end: run it again (npm run restore -- <folder>), or begin with an empty database.',
    )
}

/** `--run=…` is the mark by which the start script knows its own processes. */
function readWords(command: string, words: readonly string[], known: readonly string[] = []) {
  const [folder, ...flags] = words.filter((word) => !word.startsWith('--run='))
  const isKnown = folder !== undefined && !folder.startsWith('--') && flags.every((flag) => known.includes(flag))
  if (!isKnown)
    throw new Refusal(`Name a folder: ${[command, '<folder>', ...known.map((flag) => `[${flag}]`)].join(' ')}`)
  return { folder: resolve(folder), flags }
}

/** The database that is named, or the embedded one of the data folder while it runs. */
async function findOwnerUrl(variables: Variables, { dataDir }: Settings): Promise<string> {
  if (variables.DATABASE_OWNER_URL) return readDatabaseUrl(variables, 'DATABASE_OWNER_URL')
  const cluster = await findCluster(dataDir)
  const postmaster = cluster && (await findPostmaster(cluster))
  if (postmaster) return ownerUrl({ ...cluster, port: postmaster.port })
  throw new Refusal(`No PostgreSQL runs from ${dataDir}: set DATABASE_OWNER_URL, or try again once OneTrip is ready.`)
}

async function readVersion(): Promise<string> {
  const text = await readFile(inRoot('package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
