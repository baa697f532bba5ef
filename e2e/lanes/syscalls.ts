// What a browser asked its system for, as `strace -f -ttt -T -y` writes it down.

/** A write to a file, or the moment from which on the disk has all that was written to it before. */
export type DiskCall = {
  readonly kind: 'write' | 'sync'
  readonly path: string
  /** What the call answered: of a write, how many bytes. */
  readonly bytes: number
  readonly beganMs: number
  readonly endedMs: number
}

const LINE = /^(\d+)\s+(\d+\.\d+) (.*)$/
const BEGUN = /^(write|pwrite64|fdatasync|fsync)\(\d+<([^>]*)>/
const ENDED = /= (-?\d+).*<(\d+\.\d+)>$/

/** Calls that succeeded, in the order in which they ended. A call during which another thread spoke stands in two lines. */
export function readDiskCalls(trace: string): DiskCall[] {
  const begun = new Map<string, { name: string; path: string; beganMs: number }>()
  const calls: DiskCall[] = []
  for (const line of trace.split('\n')) {
    const [, pid = '', seconds = '', what = ''] = LINE.exec(line) ?? []
    if (!pid) continue
    const atMs = Number(seconds) * 1000
    const head = BEGUN.exec(what)
    const known = head ? { name: head[1] ?? '', path: head[2] ?? '', beganMs: atMs } : begun.get(pid)
    if (!known || (!head && !what.startsWith('<... '))) continue
    if (what.endsWith('<unfinished ...>')) {
      begun.set(pid, known)
      continue
    }
    begun.delete(pid)
    const [, answer = '-1', tookSeconds = '0'] = ENDED.exec(what) ?? []
    if (Number(answer) < 0) continue
    const { name, path, beganMs } = known
    // A resumed line bears the time at which it goes on; both bear how long the whole call took.
    const endedMs = beganMs + Number(tookSeconds) * 1000
    const kind = name === 'fsync' || name === 'fdatasync' ? 'sync' : 'write'
    calls.push({ kind, path, bytes: kind === 'write' ? Number(answer) : 0, beganMs, endedMs })
  }
  return calls
}

/**
 * Whether what was written to these files after `fromMs` was on the disk at `untilMs`: the greatest write of that time
 * is the step itself, and a sync of its file ended between the two. Undefined when nothing at all was written.
 */
export function wasSynced(
  calls: readonly DiskCall[],
  { fromMs, untilMs, isOurs }: { fromMs: number; untilMs: number; isOurs: (path: string) => boolean },
): boolean | undefined {
  const within = calls.filter(({ path, beganMs, endedMs }) => isOurs(path) && beganMs >= fromMs && endedMs <= untilMs)
  const [step] = within.filter(({ kind }) => kind === 'write').toSorted((a, b) => b.bytes - a.bytes)
  if (!step) return undefined
  return within.some(({ kind, path, beganMs }) => kind === 'sync' && path === step.path && beganMs >= step.endedMs)
}
