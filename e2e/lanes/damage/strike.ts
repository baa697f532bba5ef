// What a broken disk does to the folder in which Chromium keeps IndexedDB. The browser must be gone; the file system of
// the origin, in which the second copies lie, is another folder and is left alone.
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What a profile's IndexedDB is made of: LevelDB's files, and those of values that are too large for it. */
export type StoreFiles = { readonly levelDb: string; readonly large: string }

/** How long each of LevelDB's files was at a moment. */
export type Sizes = ReadonlyMap<string, number>

/** `before`: as it was before the first hand-in. Answers what was done, file by file. */
export type Strike = (files: StoreFiles, before: Sizes) => readonly string[]

export function findStore(profile: string, origin: string): StoreFiles {
  const { protocol, hostname, port } = new URL(origin)
  const store = join(profile, 'Default', 'IndexedDB', `${protocol.replace(':', '')}_${hostname}_${port}.indexeddb`)
  return { levelDb: `${store}.leveldb`, large: `${store}.blob` }
}

export const sizesOf = ({ levelDb }: StoreFiles): Sizes =>
  new Map(readdirSync(levelDb).map((name) => [name, statSync(join(levelDb, name)).size]))

const LOG = /^\d+\.log$/
const TABLE = /^\d+\.ldb$/
const MANIFEST = /^MANIFEST-/

const toEach =
  (name: RegExp, harm: (path: string) => string): Strike =>
  ({ levelDb }) =>
    filesIn(levelDb)
      .filter((path) => name.test(basename(path)))
      .map(harm)

const toLarge =
  (harm: (path: string) => string): Strike =>
  ({ large }) =>
    filesIn(large).map(harm)

/** LevelDB's own files, each kind by itself; and the files of large values. */
export const STRIKES = {
  /** What was written last is gone, as where a disk had only said that it wrote: the store is that of before. */
  'the log lost what was written last': ({ levelDb }, before) =>
    filesIn(levelDb)
      .filter((path) => LOG.test(basename(path)))
      .map((path) => cut(path, before.get(basename(path)) ?? 0)),
  'the log is flipped': toEach(LOG, flip),
  'the tables are flipped': toEach(TABLE, flip),
  'a table is gone': toEach(TABLE, lose),
  'the manifest is cut': toEach(MANIFEST, halve),
  'the manifest is gone': toEach(MANIFEST, lose),
  'CURRENT is gone': toEach(/^CURRENT$/, lose),
  'large values are gone': toLarge(lose),
  'large values are flipped': toLarge(flip),
} satisfies Readonly<Record<string, Strike>>

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

function cut(path: string, size: number): string {
  const { size: before } = statSync(path)
  truncateSync(path, Math.min(size, before))
  return `${basename(path)} from ${before} to ${Math.min(size, before)} bytes`
}

function halve(path: string): string {
  return cut(path, Math.floor(statSync(path).size / 2))
}

const SECTOR_BYTES = 512
/** Between two that are flipped: whatever lies in a file of some megabytes, some of it is struck. */
const STRIDE_BYTES = 65_536

/** A sector here and there, each bit of it. */
function flip(path: string): string {
  const bytes = readFileSync(path)
  const sectors = Array.from({ length: Math.ceil(bytes.length / STRIDE_BYTES) }, (_, nth) => nth * STRIDE_BYTES)
  for (const from of sectors) {
    const flipped = bytes.subarray(from, from + SECTOR_BYTES).map((byte) => byte ^ 0xff)
    bytes.set(flipped, from)
  }
  writeFileSync(path, bytes)
  return `${basename(path)} in ${sectors.length} places`
}

function lose(path: string): string {
  rmSync(path)
  return `${basename(path)} gone`
}
