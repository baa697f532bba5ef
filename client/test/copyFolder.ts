import type { CopyFolder } from '../src/rescue/copyFolder'

/** A folder of second copies in memory, and the files in it. */
export function aCopyFolder() {
  const files = new Map<string, Blob>()
  const folder: CopyFolder = {
    list: async () => [...files.keys()],
    read: async (name) => files.get(name),
    write: async (name, content) => void files.set(name, content),
    remove: async (name) => void files.delete(name),
  }
  return { files, folder }
}
