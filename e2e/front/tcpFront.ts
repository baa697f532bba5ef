import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { readUploadHead } from './uploadHead'

/** What the browser's side has seen pass, in bytes on the socket: heads, bodies, everything. */
export type Traffic = { readonly upBytes: number; readonly downBytes: number }

/** A piece of a scan as its request began it. */
export type Piece = { readonly uploadId: string; readonly offset: number }

/**
 * Stands on the browser's port before a server and is the network between them: it counts what passes, loses it at a
 * chosen byte, and can be gone altogether. Unlike the browser's own switch it also takes away the service worker's
 * network, and what was under way.
 */
export type TcpFront = {
  /** `http://localhost:<port>`: cookies, service workers and the camera need this name. */
  readonly origin: string
  readonly traffic: () => Traffic
  /** All that has passed upwards, as somebody who reads the line would have it; empty unless it was to be kept. */
  readonly passedUp: () => Buffer
  /** The pieces of scans that began to pass, oldest first. */
  readonly pieces: () => readonly Piece[]
  /**
   * Lets `bytes` more through upwards, then there is no network. A mere break would not do: on a line that it has used
   * before, Chromium sends the request once more by itself, and the app would never learn of it.
   */
  readonly cutAfter: (bytes: number) => Promise<void>
  /** The same when byte `offset` of a scan would pass: inside the body, whatever its head weighed. */
  readonly cutScanAt: (offset: number) => Promise<Piece>
  /** No network: what is open breaks, what comes is refused. */
  readonly goDown: () => Promise<void>
  readonly comeUp: () => Promise<void>
  readonly close: () => Promise<void>
}

type Cut = { left: number; readonly done: () => void }
type ScanCut = { readonly offset: number; readonly done: (piece: Piece) => void }
type Line = { readonly targetPort: number; readonly memory: Memory; readonly goDown: () => Promise<void> }

/** Everything that a front remembers. */
type Memory = {
  readonly browsers: Set<Socket>
  readonly pieces: Piece[]
  readonly passedUp: Buffer[] | undefined
  upBytes: number
  downBytes: number
  cut: Cut | undefined
  scanCut: ScanCut | undefined
}

/** `isKept`: what passes upwards is kept. */
export async function openTcpFront(targetPort: number, { isKept = false } = {}): Promise<TcpFront> {
  const memory: Memory = {
    browsers: new Set(),
    pieces: [],
    passedUp: isKept ? [] : undefined,
    upBytes: 0,
    downBytes: 0,
    cut: undefined,
    scanCut: undefined,
  }
  const server = createServer((browser) => join(browser, { targetPort, memory, goDown }))
  await listen(server, 0)
  const { port } = addressOf(server)
  async function goDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const browser of memory.browsers) browser.resetAndDestroy()
    await closed
  }
  return {
    origin: `http://localhost:${port}`,
    traffic: () => ({ upBytes: memory.upBytes, downBytes: memory.downBytes }),
    passedUp: () => Buffer.concat(memory.passedUp ?? []),
    pieces: () => [...memory.pieces],
    cutAfter: (bytes) =>
      new Promise((done) => {
        memory.cut = { left: bytes, done }
      }),
    cutScanAt: (offset) =>
      new Promise((done) => {
        memory.scanCut = { offset, done }
      }),
    goDown,
    comeUp: () => listen(server, port),
    close: () => (server.listening ? goDown() : Promise.resolve()),
  }
}

function join(browser: Socket, line: Line): void {
  const { targetPort, memory } = line
  const house = createConnection(targetPort, '127.0.0.1')
  memory.browsers.add(browser)
  // An end that breaks is what this is for; the other end then breaks, too.
  for (const socket of [browser, house]) socket.setNoDelay(true).on('error', () => undefined)
  browser.once('close', () => {
    memory.browsers.delete(browser)
    // What was let through still arrives: a reset would take it out of the server's hands again.
    house.destroySoon()
  })
  house.once('close', () => browser.destroySoon())
  browser.on('data', (bytes) => passUp(house, bytes, line))
  house.on('data', (bytes) => {
    memory.downBytes += bytes.length
    browser.write(bytes)
  })
}

function passUp(house: Socket, bytes: Buffer, { memory, goDown }: Line): void {
  noteHead(bytes, memory)
  const { cut } = memory
  const passing = cut ? bytes.subarray(0, cut.left) : bytes
  memory.upBytes += passing.length
  memory.passedUp?.push(passing)
  house.write(passing)
  if (!cut) return
  cut.left -= passing.length
  if (cut.left > 0) return
  memory.cut = undefined
  void goDown().then(cut.done)
}

/** A browser sends the head of a request at the beginning of a write of its own. */
function noteHead(bytes: Buffer, memory: Memory): void {
  const head = readUploadHead(bytes)
  if (!head) return
  const { uploadId, offset, headBytes, bodyBytes } = head
  const piece = { uploadId, offset }
  memory.pieces.push(piece)
  const { scanCut } = memory
  if (!scanCut || scanCut.offset < offset || scanCut.offset > offset + bodyBytes) return
  memory.scanCut = undefined
  memory.cut = { left: headBytes + scanCut.offset - offset, done: () => scanCut.done(piece) }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the front listens on no port')
  return address
}
