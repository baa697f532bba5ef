import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { Instant } from '@onetrip/shared/lib/time'
import { createScanStore } from '../../adapters/files/scanStore'
import type { ScanStore } from '../../domain/files/files'
import type { NamedFile } from '../../db/backupFacts'
import { DOCUMENTS_FOLDER, SCANS_FOLDER } from '../openHouse'
import { newId } from '../parts'
import { MANIFEST_NAME } from './manifest'
import { Refusal } from './refusal'

/**
 * A folder of backups: `scans/` and `documents/`, which all of them share, and for each backup a folder that is named
 * after its moment, with `manifest.json` and `tables/<name>.copy`.
 */
const TABLES_FOLDER = 'tables'

/** The same files stand under the same names in the data folder. */
const STORE_FOLDERS = { scans: SCANS_FOLDER, documents: DOCUMENTS_FOLDER } as const satisfies Record<
  NamedFile['store'],
  string
>

export type Stores = Readonly<Record<NamedFile['store'], ScanStore>>

/** The two stores under a data folder, or under a folder of backups. */
export async function openStores(folder: string): Promise<Stores> {
  const open = (store: NamedFile['store']): Promise<ScanStore> =>
    createScanStore(join(folder, STORE_FOLDERS[store]), newId)
  return { scans: await open('scans'), documents: await open('documents') }
}

export const tablesFolder = (backup: string): string => join(backup, TABLES_FOLDER)
export const tablePath = (backup: string, name: string): string => join(tablesFolder(backup), `${name}.copy`)

/** Makes the folder of a new backup; each has its own, so that the one before stays whole until this one is. */
export async function makeBackupFolder(folder: string, madeAt: Instant): Promise<string> {
  const backup = join(folder, madeAt.replaceAll(/[:.]/g, '-'))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(backup, { mode: 0o700 })
  await mkdir(tablesFolder(backup), { mode: 0o700 })
  return backup
}

/** What is emptied with the data folder, or lost with its disk, would be no backup of it. */
export function assertOutside(folder: string, dataDir: string): void {
  if (`${resolve(folder)}${sep}`.startsWith(`${resolve(dataDir)}${sep}`))
    throw new Refusal(`${folder} lies in the data folder itself: name one elsewhere, best on another disk.`)
}

/** The backup that is meant: the folder itself, or the newest whole one in it. */
export async function findBackup(folder: string): Promise<{ readonly backup: string; readonly shared: string }> {
  if (!existsSync(folder)) throw new Refusal(`There is no folder ${folder}: name the one that you backed up to.`)
  const isBackup = (path: string): boolean => existsSync(join(path, MANIFEST_NAME))
  const within = isBackup(folder) ? [] : (await readdir(folder)).sort().map((name) => join(folder, name))
  const newest = within.findLast(isBackup)
  return newest ? { backup: newest, shared: folder } : { backup: folder, shared: dirname(folder) }
}
