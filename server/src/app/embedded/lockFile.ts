import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from './cluster'
import { findCommandLine, isSystemError } from './process'

const lockPath = ({ directory }: Cluster): string => join(directory, 'postmaster.pid')

/** What a postmaster says of itself while it lives; after a kill -9 the file stays behind. */
export type LockFile = { readonly pid: number; readonly port: number; readonly status: string }

/** Lines of postmaster.pid: 1 pid, 4 port, 8 status (`starting`, `ready`, `stopping`). Source: miscadmin.h, pidfile.h. */
export function readLockFile(cluster: Cluster): LockFile | undefined {
  try {
    const lines = readFileSync(lockPath(cluster), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' } : undefined
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * The number in the lock file now belongs to a stranger, and PostgreSQL would not start. Deleting the file would also
 * delete the note that guards against old children still writing; with its parent's number PostgreSQL takes the file
 * for stale and checks that note. Source: CreateLockFile in miscinit.c.
 */
export function disownLockFile(cluster: Cluster): void {
  const text = readFileSync(lockPath(cluster), 'utf8')
  writeFileSync(lockPath(cluster), text.replace(/^\d+/, String(process.pid)))
}

export function isPostmasterOf({ directory }: Cluster, pid: number): boolean {
  const words = findCommandLine(pid)?.split(' ') ?? []
  return (
    words.some((word) => word.endsWith('postgres')) && (findCommandLine(pid)?.includes(`-D ${directory} `) ?? false)
  )
}
