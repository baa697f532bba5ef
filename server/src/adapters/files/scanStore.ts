import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ScanId } from '@onetrip/shared/lib/ids'
import type { ScanStore } from '../../domain/files/files'
import { isMissing, syncFolder } from './folders'

/**
 * Files named by their hash, `<root>/ab/cd/<sha256>`. Each is written under another name, synced, and renamed: a name
 * that can be seen stands for whole bytes. `newName` makes names that no other process makes.
 */
export async function createScanStore(root: string, newName: () => string): Promise<ScanStore> {
  const drafts = draftsFolder(root)
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  // A ScanId is 64 hex digits, so no name leads out of the folder.
  const pathOf = (id: ScanId): string => join(root, id.slice(0, 2), id.slice(2, 4), id)
  return {
    put: (id, bytes) => put(root, { draft: join(drafts, newName()), path: pathOf(id) }, bytes),
    get: async (id) => ((await sizeOf(pathOf(id))) === undefined ? undefined : createReadStream(pathOf(id))),
    head: (id) => sizeOf(pathOf(id)),
  }
}

/** Where a store's files are before they have their name. */
export const draftsFolder = (root: string): string => join(root, 'tmp')

type Places = { readonly draft: string; readonly path: string }

async function put(root: string, { draft, path }: Places, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeDurably(draft, bytes)
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  // The two levels of folders may be new, too.
  for (const one of [folder, dirname(folder), root]) await syncFolder(one)
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
