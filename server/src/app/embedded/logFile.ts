import { fstatSync, openSync } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError } from './process'

const LIMIT_BYTES = 10_000_000

export type Log = { readonly path: string; readonly file: number; readonly sizeBytes: number }

/** Opened for a child to write to. A log that has grown too large is kept once, under another name. */
export async function openLog(path: string): Promise<Log> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  if ((await sizeBytes(path)) > LIMIT_BYTES) await rename(path, `${path}.1`)
  const file = openSync(path, 'a', 0o600)
  return { path, file, sizeBytes: fstatSync(file).size }
}

async function sizeBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 0
    throw error
  }
}
