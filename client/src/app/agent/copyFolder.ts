import { localDatabaseName } from '../../db/deviceRegistry'
import type { CopyFolder } from '../../rescue/copyFolder'

/** Not in TypeScript's list yet; Chrome, Safari and Firefox have it for this file system. */
type MovableHandle = FileSystemFileHandle & { readonly move?: (name: string) => Promise<void> }

/**
 * A folder of the origin's private file system; undefined in a browser that has none. A file is written under another
 * name and gets its own when it is whole, so that nothing is ever there in part, or empty.
 */
export async function openCopyFolder(name: string): Promise<CopyFolder | undefined> {
  if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return undefined
  const root = await navigator.storage.getDirectory()
  return copyFolderIn(await root.getDirectoryHandle(name, { create: true }))
}

/** Of every agent who ever worked on this tablet, as far as copies of theirs lie here: no store is asked who that is. */
export async function openAllCopyFolders(): Promise<CopyFolder[]> {
  if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return []
  const folders: CopyFolder[] = []
  for await (const [name, handle] of (await navigator.storage.getDirectory()).entries())
    if (handle instanceof FileSystemDirectoryHandle && name.startsWith(localDatabaseName('')))
      folders.push(copyFolderIn(handle))
  return folders
}

function copyFolderIn(folder: FileSystemDirectoryHandle): CopyFolder {
  return {
    list: async () => {
      const names: string[] = []
      for await (const found of folder.keys()) names.push(found)
      return names
    },
    read: async (file) => (await find(folder, file))?.getFile(),
    write: async (file, content) => {
      const handle: MovableHandle = await folder.getFileHandle(`${file}.part`, { create: true })
      if (!handle.move) throw new Error('this browser cannot move a file into its place')
      const writable = await handle.createWritable()
      await writable.write(content)
      await writable.close()
      await handle.move(file)
    },
    remove: async (file) => {
      if (await find(folder, file)) await folder.removeEntry(file)
    },
  }
}

async function find(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle | undefined> {
  return folder.getFileHandle(name).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined
    throw error
  })
}
