import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'

/** Linux counts processor time in hundredths of a second, whatever its own clock does. */
const MS_PER_TICK = 10

type Stat = { readonly parent: number; readonly ownTicks: number; readonly childTicks: number }

/** Processor time of a process so far, in user and system. Undefined where there is no /proc. */
export function cpuMsOf(pid: number): number | undefined {
  const stat = readStat(pid)
  return stat && stat.ownTicks * MS_PER_TICK
}

/** The same of a whole PostgreSQL: what runs, and what has ended. */
export async function cpuMsOfDatabase(ownerUrl: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const parent = rows[0] && readStat(rows[0].pid)?.parent
  const main = parent && readStat(parent)
  const backends = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
    .filter((stat) => stat.parent === parent)
  await client.end()
  if (!main) return undefined
  const ticks = backends.reduce((sum, { ownTicks }) => sum + ownTicks, main.ownTicks + main.childTicks)
  return ticks * MS_PER_TICK
}

/** From now on `peakMbOf` tells of what comes. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** The most memory that a process held at once. */
export function peakMbOf(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (!kilobytes) throw new Error('the system does not tell how much memory a process had')
  return Number(kilobytes) / 1024
}

function readStat(pid: number): Stat | undefined {
  try {
    // The name, in brackets, may hold anything; the numbers come after its end.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
    const numberAt = (at: number): number => Number(fields[at] ?? Number.NaN)
    return { parent: numberAt(1), ownTicks: numberAt(11) + numberAt(12), childTicks: numberAt(13) + numberAt(14) }
  } catch {
    return undefined
  }
}
