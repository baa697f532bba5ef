import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystem, type SignIn, type System } from '../../.scripts/system.mjs'
import { openTcpFront, type TcpFront } from '../front/tcpFront'

/** Everything that a story is played against: real processes, and the two lines between them and the browsers. */
export type House = {
  readonly system: System
  /** The agent's line, to the first server process. */
  readonly tabletLine: TcpFront
  /** The line of staff and residents, to the second. */
  readonly deskLine: TcpFront
  readonly signInOf: (loginName: string) => SignIn
  /** Browser profiles lie here; it goes with the house. */
  readonly folder: string
  readonly close: () => Promise<void>
}

export type HouseOptions = {
  /** How far the house's clock stands from this machine's. */
  readonly clockOffsetMs: number
  readonly say: (line: string) => void
  /** Ends the start. */
  readonly signal: AbortSignal
}

/** Starts a OneTrip of its own in a folder of its own: PostgreSQL, two servers, courier and department. */
export async function openHouse({ clockOffsetMs, say, signal }: HouseOptions): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-story-browsers-'))
  const system = await startSystem({
    // Not inside the other folder: the database runs under another account and must pass through.
    dataDir: join(tmpdir(), folder.replace(/^.*browsers-/, 'onetrip-story-data-')),
    say,
    signal,
    serverCount: 2,
    stepMs: 0,
    durability: 'off',
    env: { ONETRIP_CLOCK_OFFSET_MS: String(clockOffsetMs) },
  })
  const [first, second] = system.servers
  if (!first || !second) throw new Error('the story needs two server processes')
  const tabletLine = await openTcpFront(first.port)
  const deskLine = await openTcpFront(second.port)
  return {
    system,
    tabletLine,
    deskLine,
    folder,
    signInOf: (loginName) => signInOf(system, loginName),
    close: async () => {
      await Promise.all([tabletLine.close(), deskLine.close()])
      await system.stop()
      await rm(folder, { recursive: true })
      await rm(system.dataDir, { recursive: true })
    },
  }
}

function signInOf({ signIns }: System, loginName: string): SignIn {
  const found = signIns.find((one) => one.loginName === loginName)
  if (!found) throw new Error(`the demo has no sign-in ${loginName}`)
  return found
}
