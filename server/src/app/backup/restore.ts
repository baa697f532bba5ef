import { createReadStream } from 'node:fs'
import type { Client } from 'pg'
import type { Instant } from '@onetrip/shared/lib/time'
import { findNamedFiles, holdsDistrict, readFacts, readMigrationsOf } from '../../db/backupFacts'
import { inOneStep, withSession } from '../../db/backupSession'
import { analyzeTables, copyIn, emptyTables, findTables, namesOf, setSequence } from '../../db/backupTables'
import {
  closeCodes,
  endSessions,
  hasRelations,
  isRestoreUnfinished,
  markUnfinished,
  skipDeviceNumbers,
  txWithin,
  unmarkUnfinished,
} from '../../db/backupTarget'
import { beginEpochAfterRestore } from '../../db/epoch'
import { migrateWithin } from '../../db/migrate'
import { copyFiles } from './copyFiles'
import { assertKnownMigrations, assertSameMigrations } from './knownMigrations'
import { readManifest, type Manifest } from './manifest'
import { findBackup, openStores, tablePath } from './places'
import { Refusal } from './refusal'
import { restartJobs } from './restartJobs'
import { measureTableFile } from './tableFiles'
import { describeBytes, nameFile } from './words'

export type Restore = {
  readonly ownerUrl: string
  readonly dataDir: string
  /** A folder of backups, of which the newest is taken, or one backup in it. */
  readonly folder: string
  readonly migrationsDir: string
  /** A person has seen what is damaged, and wants the rest. */
  readonly isLossAllowed: boolean
  readonly epoch: string
  readonly now: Instant
  readonly say: (line: string) => void
}

type Opened = Restore & { readonly manifest: Manifest; readonly backup: string; readonly shared: string }

/**
 * Makes an empty database and a data folder what they were when the backup was made, under a new epoch. All of the
 * database comes in one transaction: whatever dies on the way leaves an empty one, with a mark that keeps it from being
 * taken for a new house. Files that were copied by then are whole, and are there when it begins anew.
 */
export async function restore(given: Restore): Promise<void> {
  const { ownerUrl, folder, migrationsDir, say } = given
  const found = await findBackup(folder)
  const manifest = await readManifest(found.backup)
  const opened: Opened = { ...given, ...found, manifest }
  say(`restoring ${opened.backup}: district ${manifest.districtId} as it was at ${manifest.madeAt}`)
  await assertKnownMigrations(manifest.migrations, migrationsDir)
  await verifyTables(opened)
  await withSession(ownerUrl, async (client) => {
    await assertEmpty(client)
    if (await isRestoreUnfinished(client)) say('an earlier restore did not come to its end: beginning anew')
    await markUnfinished(client)
    try {
      await inOneStep(client, () => load(client, opened))
    } catch (error) {
      // Nothing went wrong that a person does not know of by now; and what was empty is empty.
      if (error instanceof Refusal) await unmarkUnfinished(client)
      throw error
    }
  })
  say('restored; everybody signs in again, and tablets offer anew what they still hold')
}

async function verifyTables({ manifest, backup }: Opened): Promise<void> {
  for (const { name, sha256 } of manifest.tables) {
    const path = tablePath(backup, name)
    const found = await measureTableFile(path).catch(() => undefined)
    if (found?.sha256 !== sha256)
      throw new Refusal(`${path} is missing or damaged: restore another backup, or an undamaged copy of this one.`)
  }
}

async function assertEmpty(client: Client): Promise<void> {
  const elsewhere = 'restore into an empty data folder (ONETRIP_DATA), or into an empty database of your own'
  if (await holdsDistrict(client))
    throw new Refusal(`The database holds a district already, and a restore replaces nothing: ${elsewhere}.`)
  if (await hasRelations(client))
    throw new Refusal(`The database holds tables already, and a restore replaces nothing: ${elsewhere}.`)
}

async function load(client: Client, opened: Opened): Promise<void> {
  const { manifest, migrationsDir, epoch, now, ownerUrl, say } = opened
  await makeTables(client, opened)
  await loadTables(client, opened)
  for (const name of await migrateWithin(client, { migrationsDir })) say(`migrated: ${name}`)
  await bringFiles(client, opened)
  const tx = txWithin(client)
  await endSessions(tx)
  await closeCodes(tx, now)
  await skipDeviceNumbers(tx, now)
  await beginEpochAfterRestore(tx, epoch, now)
  const { districtId, timeZone } = await readFacts(client)
  say(`${await restartJobs(tx, { ownerUrl, districtId, timeZone })} jobs begun anew`)
  await analyzeTables(client, manifest.tables)
  await unmarkUnfinished(client)
}

/** As they were when the backup was made. */
async function makeTables(client: Client, { manifest, migrationsDir }: Opened): Promise<void> {
  const count = manifest.migrations.length
  const applied = await migrateWithin(client, { migrationsDir, count })
  if (applied.length !== count) throw new Refusal('Somebody else has just prepared this database: look who it is.')
  assertSameMigrations(manifest.migrations, await readMigrationsOf(client))
  const made = namesOf(await findTables(client)).sort()
  const backedUp = namesOf(manifest.tables).sort()
  if (made.join() !== backedUp.join())
    throw new Error(`migrations make ${made.join()}; the backup has ${backedUp.join()}`)
}

async function loadTables(client: Client, { manifest, backup, say }: Opened): Promise<void> {
  await emptyTables(client, manifest.tables)
  for (const table of manifest.tables) {
    const rows = await copyIn(client, table, createReadStream(tablePath(backup, table.name)))
    if (rows !== table.rows) throw new Error(`${table.name}: ${rows} rows came in, not ${table.rows}`)
    say(`  ${table.name}: ${rows} rows, ${describeBytes(table.sizeBytes)}`)
  }
  for (const sequence of manifest.sequences) await setSequence(client, sequence)
}

/** Before the rows can be seen: no case ever names a scan that is not there, unless a person has said so. */
async function bringFiles(client: Client, { manifest, shared, dataDir, isLossAllowed, say }: Opened): Promise<void> {
  const files = await findNamedFiles(client)
  say(`copying ${files.length} files of scans and documents`)
  const copied = await copyFiles(files, { from: await openStores(shared), to: await openStores(dataDir), say })
  const wasLost = new Set(manifest.lost.map(nameFile))
  const lost = copied.filter(({ became }) => became === 'lost')
  for (const file of lost) {
    const when = wasLost.has(nameFile(file)) ? 'it was so when the backup was made' : 'the backup once held it'
    say(`MISSING OR DAMAGED in the backup: ${nameFile(file)}; ${when}`)
  }
  const damaged = lost.filter((file) => !wasLost.has(nameFile(file)))
  if (damaged.length > 0 && !isLossAllowed)
    throw new Refusal(
      `${damaged.length} files of the backup are missing or damaged: put them there from another one, or restore the rest with --without-damaged.`,
    )
  say(`${copied.length - lost.length} files are in place`)
}
