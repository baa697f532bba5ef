import type { Client } from 'pg'
import type { Instant } from '@onetrip/shared/lib/time'
import { syncFolder } from '../../adapters/files/folders'
import { findNamedFiles, holdsDistrict, readFacts, type NamedFile } from '../../db/backupFacts'
import { inSnapshot, withSession } from '../../db/backupSession'
import { findTables, linesOf, readSequences } from '../../db/backupTables'
import { copyFiles, type CopiedFile } from './copyFiles'
import { writeManifest, type NewManifest, type TableFile } from './manifest'
import { assertOutside, makeBackupFolder, openStores, tablePath, tablesFolder } from './places'
import { Refusal } from './refusal'
import { writeTableFile } from './tableFiles'
import { describeBytes, nameFile } from './words'

export type Backup = {
  readonly ownerUrl: string
  readonly dataDir: string
  /** Where backups are kept; it is made when it is not there. */
  readonly folder: string
  readonly madeAt: Instant
  /** The version of the program. */
  readonly software: string
  readonly say: (line: string) => void
}

export type BackedUp = {
  /** The folder of this backup. */
  readonly backup: string
  /** Files that rows name and that the data folder does not hold: a person must look. */
  readonly lost: readonly CopiedFile[]
}

/**
 * Writes the database as it is at one moment, then every file that it names; servers go on working meanwhile. No file is
 * ever taken out of a store, so what the rows of that moment name is there afterwards.
 */
export async function backUp({ ownerUrl, dataDir, folder, madeAt, software, say }: Backup): Promise<BackedUp> {
  assertOutside(folder, dataDir)
  const { backup, files, ...database } = await withSession(ownerUrl, (client) =>
    inSnapshot(client, () => writeDatabase(client, { folder, madeAt, say })),
  )
  say(`copying ${files.length} files of scans and documents`)
  const copied = await copyFiles(files, { from: await openStores(dataDir), to: await openStores(folder), say })
  const isIn = copied.filter(({ became }) => became !== 'lost')
  const sizeBytes = isIn.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0)
  const lost = copied.flatMap(({ became, store, id }) => (became === 'lost' ? [{ store, id }] : []))
  await writeManifest(backup, {
    ...{ madeAt, software, ...database, lost },
    files: { count: isIn.length, sizeBytes },
  })
  const isNew = isIn.filter(({ became }) => became === 'copied').length
  say(`${isIn.length} files (${describeBytes(sizeBytes)}) are in the backup, ${isNew} of them new`)
  return { backup, lost: tellLost(copied, say) }
}

type Writing = Pick<Backup, 'folder' | 'madeAt' | 'say'>
type Written = Pick<NewManifest, 'districtId' | 'epoch' | 'migrations' | 'tables' | 'sequences'> & {
  readonly backup: string
  readonly files: readonly NamedFile[]
}

async function writeDatabase(client: Client, { folder, madeAt, say }: Writing): Promise<Written> {
  if (!(await holdsDistrict(client)))
    throw new Refusal('The database holds no district yet, so there is nothing to back up: start OneTrip first.')
  const { districtId, epoch, migrations } = await readFacts(client)
  const backup = await makeBackupFolder(folder, madeAt)
  say(`writing the database of district ${districtId} as it is now to ${backup}`)
  const tables: TableFile[] = []
  for (const table of await findTables(client)) {
    const measured = await writeTableFile(tablePath(backup, table.name), linesOf(client, table))
    tables.push({ ...table, columns: [...table.columns], ...measured })
    say(`  ${table.name}: ${measured.rows} rows, ${describeBytes(measured.sizeBytes)}`)
  }
  await syncFolder(tablesFolder(backup))
  const sequences = await readSequences(client)
  return {
    backup,
    districtId,
    epoch,
    migrations: [...migrations],
    tables,
    sequences,
    files: await findNamedFiles(client),
  }
}

/** By their hashes: whose they are stands in the database, and is nobody's to read at a terminal. */
function tellLost(copied: readonly CopiedFile[], say: (line: string) => void): CopiedFile[] {
  const lost = copied.filter(({ isAtSource }) => !isAtSource)
  for (const file of lost) {
    const rest = file.became === 'kept' ? 'an earlier backup in this folder has it' : 'it is not in the backup'
    say(`MISSING OR DAMAGED in the data folder: ${nameFile(file)}; ${rest}`)
  }
  return lost
}
