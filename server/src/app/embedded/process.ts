import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * The command line of a live process, its words joined by spaces; undefined when no process has that number.
 * A number alone proves nothing: after a crash it may already belong to a stranger.
 */
export function findCommandLine(pid: number): string | undefined {
  const words = existsSync('/proc/self/cmdline') ? fromProc(pid) : fromPs(pid)
  return words?.trim() === '' ? undefined : words?.trim()
}

/** Resolves to true once the process is gone, to false when `timeoutMs` have passed. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs
  while (findCommandLine(pid) !== undefined) {
    if (Date.now() > deadlineMs) return false
    await sleep(20)
  }
  return true
}

/** Resolves when the process has gone. Looks twice a second, and keeps nobody from exiting. */
export async function watchUntilGone(pid: number): Promise<void> {
  while (findCommandLine(pid) !== undefined) await sleep(500, undefined, { ref: false })
}

/** Sends a signal; a process that has gone in the meantime is what the caller wanted. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error
  }
}

export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function fromProc(pid: number): string | undefined {
  try {
    // A zombie has an empty command line: it holds no port and no lock, so it counts as gone.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ESRCH')) return undefined
    throw error
  }
}

function fromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return undefined // ps answers 1 when there is no such process
  }
}
