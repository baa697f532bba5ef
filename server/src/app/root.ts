import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's folder. Looked for, because the program runs as source in tests and as a bundle otherwise. */
export const root = findRoot(import.meta.dirname)

export const inRoot = (...parts: readonly string[]): string => join(root, ...parts)

function findRoot(folder: string): string {
  return existsSync(join(folder, 'server', 'migrations')) ? folder : findRoot(dirname(folder))
}
