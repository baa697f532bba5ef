import { createHash } from 'node:crypto'
import type { NamedFile } from '../../db/backupFacts'
import type { ScanStore } from '../../domain/files/files'
import type { Stores } from './places'

/** What became of a file: copied now, there before, or lost: neither here nor there are bytes of that hash. */
export type Became = 'copied' | 'kept' | 'lost'
export type CopiedFile = NamedFile & {
  readonly became: Became
  /** Whether the store that it came from holds it. */
  readonly isAtSource: boolean
}

/** The disks, not we, are what a copy waits for. */
const AT_ONCE = 8
const TOLD_EVERY = 1000

type Way = { readonly from: Stores; readonly to: Stores; readonly say: (line: string) => void }

/** Brings every file to where it is to be, verifying each byte that is there afterwards. Throws when it cannot write. */
export async function copyFiles(files: readonly NamedFile[], { from, to, say }: Way): Promise<CopiedFile[]> {
  const copied: CopiedFile[] = []
  const queue = files.values()
  const work = async (): Promise<void> => {
    // One queue for all: each takes the next.
    for (const file of queue) {
      copied.push(await copyFile(file, from[file.store], to[file.store]))
      if (copied.length % TOLD_EVERY === 0) say(`${copied.length} of ${files.length} files …`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return copied
}

async function copyFile(file: NamedFile, from: ScanStore, to: ScanStore): Promise<CopiedFile> {
  const kept = await findWhole(to, file)
  // Read once, not twice: what the source holds beside a whole copy is judged by its length.
  if (kept) return { ...file, ...kept, became: 'kept', isAtSource: (await from.head(file.id)) === kept.sizeBytes }
  const found = await findWhole(from, file)
  if (!found) return { ...file, became: 'lost', isAtSource: false }
  await to.put(file.id, found.bytes)
  return { ...file, sizeBytes: found.sizeBytes, became: 'copied', isAtSource: true }
}

type Whole = { readonly bytes: Uint8Array; readonly sizeBytes: number }

/** The bytes when they hash to their name; a disk that cannot read them has lost them. Scans are small enough to be held. */
async function findWhole(store: ScanStore, { id }: NamedFile): Promise<Whole | undefined> {
  const chunks: Uint8Array[] = []
  const hash = createHash('sha256')
  try {
    for await (const chunk of (await store.get(id)) ?? []) {
      chunks.push(chunk)
      hash.update(chunk)
    }
  } catch {
    return undefined
  }
  const bytes = Buffer.concat(chunks)
  return hash.digest('hex') === id ? { bytes, sizeBytes: bytes.length } : undefined
}
