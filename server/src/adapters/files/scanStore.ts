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
  await syncFolder(dirname(root))
  // A ScanId is 64 hex digits, so no name leads out of the folder.
  const pathOf = (id: ScanId): string => join(root, id.slice(0, 2), id.slice(2, 4), id)
  const makeDurable = rememberFolders(root)
  return {
    put: async (id, bytes) => {
      const path = pathOf(id)
      const firstMade = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeWhole({ draft: join(drafts, newName()), path }, bytes)
      await makeDurable(path, firstMade)
    },
    get: async (id) => ((await sizeOf(pathOf(id))) === undefined ? undefined : createReadStream(pathOf(id))),
    head: (id) => sizeOf(pathOf(id)),
  }
}

/** Where a store's files are before they have their name. */
export const draftsFolder = (root: string): string => join(root, 'tmp')

/**
 * Makes the name of a file durable: its folder each time, the folders above when what lies in them may be new. That they
 * were there says nothing: whoever made them may have died before they were synced. So a process does it once for each,
 * and knows then; what has to be synced is waited for at once.
 */
function rememberFolders(root: string): (path: string, firstMade: string | undefined) => Promise<void> {
  const durable = new Set<string>()
  // Without the root: there may be 65,536 folders.
  const nameOf = (folder: string): string => folder.slice(root.length)
  return async (path, firstMade) => {
    const folder = dirname(path)
    const upper = dirname(folder)
    const isNew = (one: string): boolean =>
      !durable.has(nameOf(one)) || (firstMade !== undefined && firstMade.length <= one.length)
    const parents = [folder, upper].filter(isNew).map((one) => dirname(one))
    await Promise.all([folder, ...parents].map(syncFolder))
    durable.add(nameOf(folder)).add(nameOf(upper))
  }
}

type Places = { readonly draft: string; readonly path: string }

async function writeWhole({ draft, path }: Places, bytes: Uint8Array): Promise<void> {
  try {
    await writeDurably(draft, bytes)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
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
