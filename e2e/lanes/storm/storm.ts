import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { System } from '../../../.scripts/system.mjs'
import { checkOutside, type Verdict } from '../check'
import { checkAcknowledgements, type NamedKey } from '../checkAcknowledgements'
import type { LaneGiven, LaneReport } from '../lane'
import { readNumber } from '../options'
import { describeCounts, refusalsIn, totalOf } from './requestCounts'
import { courseOf, cpuMsOf, findResidentMb, sample, type Course } from './serverUse'
import { TABLETS_AT_STATION } from './stormSize'
import type { Evidence, Returned } from './tablets'
import type { Wish } from './tabletsProcess'

const SAMPLE_EVERY_MS = 250
/** Of what is needed. */
const MOST_REQUESTS = 1.5

/**
 * Many tablets get their line back in the same moment, each with a day's work. All of it must get in, once and signed
 * for, for hardly more requests than each needs by itself, and the server must not fill up. `count`: how many tablets.
 */
export async function storm(given: LaneGiven): Promise<LaneReport> {
  const { system, count: tablets, words, say } = given
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const cases = readNumber(words, 'cases', 20)
  const scans = readNumber(words, 'scans', 0)
  const { ask, end } = startTablets()
  try {
    const size = { origin: server.url, ownerUrl: system.database.ownerUrl, tablets, cases, scans }
    await ask({ wish: 'prepare', size })
    const travelling = scans === 0 ? 'words only, no scans' : `with ${scans} scans of 298 KB each`
    say(`  ${tablets} tablets hold ${cases} applications each, sealed; ${travelling}`)
    const calm = (await ask({ wish: 'return-one' })) as Returned
    say(`  one station by itself, ${TABLETS_AT_STATION} tablets: ${describeCounts(calm.counts)}`)
    const pid = server.pid()
    const memory = sample(() => findResidentMb(pid), SAMPLE_EVERY_MS)
    const cpuBeforeMs = cpuMsOf(pid)
    const returned = (await ask({ wish: 'return-all' })) as Returned
    const cpuMs = cpuMsOf(pid) - cpuBeforeMs
    const course = courseOf(memory.stop())
    const evidence = (await ask({ wish: 'read-evidence' })) as Evidence[]
    const measured = { tablets, cases: tablets * cases, calm, returned, cpuMs, course }
    for (const line of describe(measured)) say(`  ${line}`)
    const verdict = await judge(system, evidence)
    return {
      counts: `${tablets} tablets at once, ${verdict.cases} cases, ${verdict.scans} scans`,
      faults: [...faultsOf(measured), ...verdict.faults],
      notes: [`without the slow timer${scans === 0 ? ', and no scans: what is stormed is the way of the words' : ''}`],
    }
  } finally {
    end()
  }
}

/** The tablets’ process, which is asked one thing after the other. */
function startTablets() {
  const child = fork(join(process.cwd(), 'e2e', 'dist', 'stormTablets.mjs'), {
    execArgv: ['--enable-source-maps', '--max-old-space-size=8192'],
    serialization: 'advanced',
  })
  const gone = once(child, 'exit').then(() => {
    throw new Error('the tablets’ process has ended')
  })
  gone.catch(() => undefined)
  return {
    ask: async (wish: Wish): Promise<unknown> => {
      const answered = once(child, 'message')
      child.send(wish)
      // Only `tabletsProcess.ts` answers there.
      const [{ answer, error }] = (await Promise.race([answered, gone])) as [{ answer?: unknown; error?: string }]
      if (error !== undefined) throw new Error(error)
      return answer
    },
    end: () => child.disconnect(),
  }
}

type Measured = {
  readonly tablets: number
  readonly cases: number
  readonly calm: Returned
  readonly returned: Returned
  readonly cpuMs: number
  readonly course: Course
}

const secondsOf = (ms: number | undefined): string => (ms === undefined ? 'never' : `${(ms / 1000).toFixed(1)} s`)

/** Needed is what each asks for when its station returns by itself, news of its colleagues among it, and nothing fails. */
function requestsOf({ tablets, calm, returned }: Measured) {
  const needed = Math.round((tablets * totalOf(calm.counts)) / TABLETS_AT_STATION)
  const actual = totalOf(returned.counts)
  return { needed, actual, ratio: actual / needed }
}

function describe(measured: Measured): string[] {
  const { cases, returned, cpuMs, course } = measured
  const { allInMs, allReadMs, counts } = returned
  const { needed, actual, ratio } = requestsOf(measured)
  const [first, second, third, last] = course.peaks.map((mb) => mb.toFixed(0))
  return [
    `all in after ${secondsOf(allInMs)}, ${((cases * 1000) / (allInMs ?? Infinity)).toFixed(0)} cases/s; all read after ${secondsOf(allReadMs)}`,
    `requests: ${needed} needed, ${actual} made, × ${ratio.toFixed(2)}: ${describeCounts(counts)}`,
    `refused: ${describeCounts(refusalsIn(counts))}`,
    `server: ${(cpuMs / cases).toFixed(2)} ms of processor time a case; memory ${course.start.toFixed(0)} MB at the start, ${course.median.toFixed(0)} in the middle, peaks of the quarters ${first}, ${second}, ${third}, ${last} MB`,
  ]
}

function faultsOf(measured: Measured): string[] {
  const { returned, course } = measured
  const { ratio } = requestsOf(measured)
  return [
    ...(returned.allInMs === undefined ? ['not all tablets have sent everything'] : []),
    ...(returned.allReadMs === undefined ? ['not all tablets have read what their colleagues sent'] : []),
    ...(ratio > MOST_REQUESTS ? [`${ratio.toFixed(2)} times the requests that are needed`] : []),
    ...(course.isFlat ? [] : ['the server’s memory grew to the end']),
  ]
}

async function judge({ database, dataDir, origin }: System, evidence: readonly Evidence[]): Promise<Verdict> {
  const lines = evidence.map(({ line }) => line)
  const verdict = await checkOutside({ lines, databaseUrl: database.ownerUrl, dataDir })
  const { districtId, keys } = await readKeys(origin)
  return { ...verdict, faults: [...verdict.faults, ...checkAcknowledgements(evidence, { districtId, keys })] }
}

/** As anybody may ask for them. */
async function readKeys(origin: string): Promise<{ readonly districtId: string; readonly keys: readonly NamedKey[] }> {
  const headers = { 'x-onetrip-protocol': '1' }
  const answer = await fetch(`${origin}/api/agent/trpc/sync.keys`, { headers })
  const { result } = (await answer.json()) as { result: { data: { acknowledgementKeys: NamedKey[] } } }
  const { districtId } = JSON.parse(readFileSync('server/district/district.json', 'utf8')) as { districtId: string }
  return { districtId, keys: result.data.acknowledgementKeys }
}
