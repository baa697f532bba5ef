import { readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second, whatever its own clock does. */
const MS_PER_TICK = 10

/** How much memory a process holds now; undefined when it has ended. */
export function findResidentMb(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/** Processor time of a process so far, in user and system. */
export function cpuMsOf(pid: number): number {
  // The name, in brackets, may hold anything; the numbers come after its end.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}

/** Looks every so often; `stop` answers all that was seen, in order. */
export function sample(look: () => number | undefined, everyMs: number): { readonly stop: () => number[] } {
  const seen: number[] = []
  const note = (): void => void seen.push(...[look()].filter((value) => value !== undefined))
  note()
  const timer = setInterval(note, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      return seen
    },
  }
}

export type Course = {
  readonly start: number
  readonly median: number
  /** Of each quarter of the time. */
  readonly peaks: readonly [number, number, number, number]
  /** The last quarter's peak is hardly above that of the first half: what comes is let go again. */
  readonly isFlat: boolean
}

/**
 * What garbage may lie about longer at one time than at another. Of the whole first half, for a process that was idle
 * still warms up in the first quarter; a leak of each case's words would be many times that.
 */
const MOST_GROWTH = 1.1

/** How it went up and down. There must be a sample. */
export function courseOf(samples: readonly number[]): Course {
  const sorted = samples.toSorted((a, b) => a - b)
  const peakOf = (quarter: number): number => {
    const from = Math.floor((samples.length * quarter) / 4)
    const until = Math.max(from + 1, Math.floor((samples.length * (quarter + 1)) / 4))
    return Math.max(...samples.slice(from, until))
  }
  const peaks = [peakOf(0), peakOf(1), peakOf(2), peakOf(3)] as const
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return {
    start: samples[0] ?? Number.NaN,
    median,
    peaks,
    isFlat: peaks[3] <= Math.max(peaks[0], peaks[1]) * MOST_GROWTH,
  }
}
