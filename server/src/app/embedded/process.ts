import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * The command line of a live process, its words joined by spaces, or `''` while it has none to show; undefined when no
 * live process has that number. A number alone proves nothing: after a crash it may already belong to a stranger.
 */
export function findCommandLine(pid: number): string | undefined {
  return existsSync('/proc/self/cmdline') ? fromProc(pid) : fromPs(pid)
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
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    // Empty for a zombie, which holds no port and no lock, but also for a moment while a program is being loaded.
    return words === '' && isDead(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? undefined : words.trim()
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ESRCH')) return undefined
    throw error
  }
}

/** The state stands after the name, which may itself hold brackets and spaces. Source: proc(5). */
const isDead = (stat: string): boolean => /^ [ZXx]/.test(stat.slice(stat.lastIndexOf(')') + 1))

function fromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return line.startsWith('Z') ? undefined : line.replace(/^\S+/, '').trim()
  } catch {
    return undefined // ps answers 1 when there is no such process
  }
}
