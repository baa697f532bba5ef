import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { DistrictId, ScanId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { isMissing, syncFolder } from '../../adapters/files/folders'
import { Refusal } from './refusal'

/** Grows when a reader of today could not restore what a writer of tomorrow writes. */
const FORMAT = 1

const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const Count = z.int().check(z.minimum(0))

export const TableFile = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: Count,
  sizeBytes: Count,
  sha256: Sha256,
})
export type TableFile = z.infer<typeof TableFile>

/** What a backup consists of. It is written when all of that is on the disk: without it a folder is no backup. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  madeAt: Instant,
  software: z.string(),
  districtId: DistrictId,
  epoch: z.uuid(),
  migrations: z.array(z.object({ version: z.int(), name: z.string(), sha256: Sha256 })),
  /** In the order in which they can be loaded. */
  tables: z.array(TableFile),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.nullable(z.string()) })),
  /** What lies in the folders of scans and documents for this backup; other backups share them. */
  files: z.object({ count: Count, sizeBytes: Count }),
  /** Files that rows name and that could not be had any more. */
  lost: z.array(z.object({ store: z.enum(['scans', 'documents']), id: ScanId })),
})
export type Manifest = z.infer<typeof Manifest>
export type NewManifest = Omit<Manifest, 'format'>

export const MANIFEST_NAME = 'manifest.json'

/** Beside and renamed: it is there whole or not at all, and only after everything that it names. */
export async function writeManifest(folder: string, manifest: NewManifest): Promise<void> {
  const draft = join(folder, `${MANIFEST_NAME}.new`)
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ format: FORMAT, ...manifest }, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, MANIFEST_NAME))
  await syncFolder(folder)
}

/** Refuses what is no backup, what a newer version made, and what is damaged. */
export async function readManifest(folder: string): Promise<Manifest> {
  const json = parseJson(await readText(folder), folder)
  const format = z.object({ format: z.int() }).safeParse(json)
  if (format.success && format.data.format > FORMAT)
    throw new Refusal(`The backup in ${folder} was made by a newer version of OneTrip: update this one, then restore.`)
  const manifest = Manifest.safeParse(json)
  if (!manifest.success) throw damaged(folder)
  return manifest.data
}

async function readText(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, MANIFEST_NAME), 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
    const why = `there is no ${MANIFEST_NAME}, which is written last`
    throw new Refusal(`${folder} is no backup, or one that was cut short (${why}): restore another one.`)
  }
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(folder)
  }
}

const damaged = (folder: string): Refusal =>
  new Refusal(`${join(folder, MANIFEST_NAME)} is damaged: restore another backup, or an undamaged copy of this one.`)
