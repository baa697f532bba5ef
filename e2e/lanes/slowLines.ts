// Hundreds of lines that bring next to nothing and never end, of strangers and of somebody who is signed in, each begun
// anew when it is cut off, while a tablet hands in: it is kept out by none of them.
import { connect, type Socket } from 'node:net'
import { APP_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import type { SignIn } from '../../.scripts/system.mjs'
import type { LaneGiven, LaneReport } from './lane'
import { openNodeTablet } from './nodeTablet'
import { agentOf, judge, OURS, sendUntilAllThere } from './rounds'

const CASES = 12
const PATIENCE_MS = 90_000
const BYTE_EVERY_MS = 1_000
const AGAIN_MS = 100
const BODY_BYTES = 100_000

type Head = Readonly<Record<string, string>>
/** What a slow line begins with. A stranger is sent away by the head alone, where it has come. */
const KINDS = ['signed-in', 'stranger', 'half a head'] as const
type Kind = (typeof KINDS)[number]

/** `count`: how many lines of each kind. */
export async function slowLines({ system, count, say }: LaneGiven): Promise<LaneReport> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const tablet = await openNodeTablet({ origin: server.url, signIn: agentOf(system) })
  const cookie = await signIn(server.url, agentOf(system))
  const lines = openLines({ port: server.port, count, cookie })
  try {
    await lines.untilAllAreOpen()
    say(`  ${count * KINDS.length} lines bring a byte a second`)
    const begunMs = performance.now()
    for (let nth = 1; nth <= CASES; nth += 1) {
      await tablet.handIn(OURS)
      await sendUntilAllThere(tablet, PATIENCE_MS)
    }
    const seconds = ((performance.now() - begunMs) / 1000).toFixed(1)
    say(`  ${CASES} cases beside them in ${seconds} s; ${lines.countCut()} of the lines cut off`)
    lines.close()
    await server.stop()
    const { cases, scans, ...verdict } = await judge(system, [tablet])
    const faults = [...verdict.faults]
    if (lines.countCut() === 0) faults.push('no slow line had to give way: they kept nobody out')
    return { counts: `${cases} cases and ${scans} scans beside ${count * KINDS.length} slow lines`, faults }
  } finally {
    lines.close()
  }
}

function openLines({
  port,
  count,
  cookie,
}: {
  readonly port: number
  readonly count: number
  readonly cookie: string
}) {
  const open = new Set<Socket>()
  const state = { cut: 0, isClosing: false }
  const begin = (kind: Kind): void => {
    if (state.isClosing) return
    const line = connect(port, '127.0.0.1', () => {
      open.add(line)
      line.write(headFor(kind, port, cookie))
    })
    const timer = setInterval(() => line.write('x'), BYTE_EVERY_MS)
    line.on('error', () => undefined)
    line.resume().on('close', () => {
      clearInterval(timer)
      open.delete(line)
      if (!state.isClosing) state.cut += 1
      setTimeout(() => begin(kind), AGAIN_MS)
    })
  }
  for (const kind of KINDS) for (let nth = 0; nth < count; nth += 1) begin(kind)
  return {
    countCut: () => state.cut,
    untilAllAreOpen: async () => {
      while (open.size < count * KINDS.length) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    },
    close: () => {
      state.isClosing = true
      for (const line of open) line.destroy()
    },
  }
}

const pageOf = (origin: string): Head => ({
  origin,
  [APP_HEADER]: 'agent',
  [PROTOCOL_HEADER]: String(PROTOCOL),
})

/** As a browser of ours would ask; or only the beginning of it. */
function headFor(kind: Kind, port: number, cookie: string): string {
  if (kind === 'half a head') return 'POST /api/agent/trpc/sync.push HTTP/1.1\r\nx-slow: '
  const headers = {
    ...pageOf(`http://127.0.0.1:${port}`),
    host: `127.0.0.1:${port}`,
    'content-type': 'application/octet-stream',
    'content-length': String(BODY_BYTES),
    ...(kind === 'signed-in' && { cookie }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return ['POST /api/agent/trpc/sync.push HTTP/1.1', ...lines, '', ''].join('\r\n')
}

async function signIn(origin: string, { loginName, password }: SignIn): Promise<string> {
  const response = await fetch(`${origin}/api/agent/trpc/session.signIn`, {
    method: 'POST',
    headers: { ...pageOf(origin), 'content-type': 'application/json' },
    body: JSON.stringify({ loginName, password }),
  })
  const [cookie] = response.headers.getSetCookie()
  if (!cookie) throw new Error(`sign-in: ${response.status}`)
  return cookie.split(';', 1)[0] ?? ''
}
