import type { CopyFolder } from '../../rescue/copyFolder'

/**
 * A folder of the origin's private file system; undefined in a browser that has none. A writable replaces its file only
 * when it is closed, so that nothing is ever there in part.
 */
export async function openCopyFolder(name: string): Promise<CopyFolder | undefined> {
  if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return undefined
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(name, { create: true })
  return {
    list: async () => {
      const names: string[] = []
      for await (const found of folder.keys()) names.push(found)
      return names
    },
    read: async (file) => (await find(folder, file))?.getFile(),
    write: async (file, content) => {
      const handle = await folder.getFileHandle(file, { create: true })
      const writable = await handle.createWritable()
      await writable.write(content)
      await writable.close()
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
