import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScanFile } from './evidence'

const SCAN_NAME = /^[0-9a-f]{64}$/

/** Every scan that lies in a folder or below it. One that is still being written has another name. */
export function hashFiles(folder: string): ScanFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SCAN_NAME.test(entry.name))
    .map(({ name, parentPath }) => ({ name, sha256: sha256Of(join(parentPath, name)) }))
}

const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
