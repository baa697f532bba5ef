import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError } from './process'

/** The system account that PostgreSQL runs as when it may not run as ours. */
export type Account = { readonly uid: number; readonly gid: number }

/** `nobody`: every base system has it, so nothing is added to the machine. */
const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * Undefined means: as ourselves. PostgreSQL refuses to run as root, so root lends it the owner of an existing cluster,
 * or `nobody` for a new one.
 */
export async function findAccount(clusterDirectory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  try {
    const { uid, gid } = await stat(clusterDirectory)
    return uid === 0 ? NOBODY : { uid, gid }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return NOBODY
    throw error
  }
}

/** Whether the account may walk into every folder above `path` (a home of mode 0700 stops it). */
export async function isReachable(path: string, account: Account): Promise<boolean> {
  const folder = dirname(path)
  const { mode, uid } = await stat(folder)
  const isOpen = (mode & (uid === account.uid ? 0o100 : 0o001)) !== 0
  return isOpen && (folder === dirname(folder) || (await isReachable(folder, account)))
}
