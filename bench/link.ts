import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { createRequestCounter } from './requestCounter'

/** What a line carries. A connection costs a round trip before its first byte, as on the real line. */
export type LineShape = { readonly upMbits: number; readonly downMbits: number; readonly roundTripMs: number }

/** Bytes as they crossed the line, and requests that began on it. */
export type LinkCounts = { readonly upBytes: number; readonly downBytes: number; readonly requests: number }

/**
 * A line in TCP between browser and server. Shaped here and not in the browser, whose own switch lets through what is
 * under way and does not reach all of its parts.
 */
export type Link = {
  readonly origin: string
  /** Undefined: as fast as the machine. What is open breaks, so that nobody goes on with a line of before. */
  readonly shape: (shape: LineShape | undefined) => void
  /** Since the last call. */
  readonly takeCounts: () => LinkCounts
  /** Resets what is open, and whatever is opened until the line is mended. What has arrived stays arrived. */
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => Promise<void>
}

type Direction = 'up' | 'down'
type State = {
  readonly pairs: Set<Pair>
  shape: LineShape | undefined
  isCut: boolean
  wires: Readonly<Record<Direction, Wire>> | undefined
  counts: { upBytes: number; downBytes: number; requests: number }
}
type Pair = { readonly browser: Socket; readonly house: Socket }

const NOTHING = { upBytes: 0, downBytes: 0, requests: 0 }

export async function openLink(targetPort: number): Promise<Link> {
  const state: State = { pairs: new Set(), shape: undefined, isCut: false, wires: undefined, counts: { ...NOTHING } }
  const server = createServer((browser) => {
    browser.on('error', () => undefined)
    if (state.isCut) browser.resetAndDestroy()
    else join(browser, targetPort, state)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const resetAll = (): void => {
    for (const { browser, house } of state.pairs) {
      browser.resetAndDestroy()
      // A reset would take out of the server's hands again what has arrived.
      house.destroySoon()
    }
    state.pairs.clear()
    // What is under way on the line is lost with it.
    state.wires = state.shape && { up: createWire(state.shape, 'up'), down: createWire(state.shape, 'down') }
  }
  return {
    origin: `http://localhost:${port}`,
    shape: (shape) => {
      state.shape = shape
      resetAll()
    },
    takeCounts: () => {
      const counts = state.counts
      state.counts = { ...NOTHING }
      return counts
    },
    cut: () => {
      state.isCut = true
      resetAll()
    },
    mend: () => {
      state.isCut = false
    },
    close: async () => {
      resetAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function join(browser: Socket, targetPort: number, state: State): void {
  const house = createConnection(targetPort, '127.0.0.1')
  const pair = { browser, house }
  state.pairs.add(pair)
  for (const socket of [browser, house]) socket.setNoDelay(true)
  house.on('error', () => browser.resetAndDestroy())
  const countRequests = createRequestCounter(() => {
    state.counts.requests += 1
  })
  const up = (bytes: Buffer): void => {
    state.counts.upBytes += bytes.length
    countRequests(bytes)
  }
  const down = (bytes: Buffer): void => {
    state.counts.downBytes += bytes.length
  }
  const { wires, shape } = state
  const handshakeMs = shape?.roundTripMs ?? 0
  carry({ from: browser, to: house, passed: up, wire: wires?.up, handshakeMs })
  carry({ from: house, to: browser, passed: down, wire: wires?.down, handshakeMs: 0 })
  browser.once('close', () => {
    state.pairs.delete(pair)
    house.destroySoon()
  })
}

type Way = {
  readonly from: Socket
  readonly to: Socket
  readonly passed: (bytes: Buffer) => void
  readonly wire: Wire | undefined
  readonly handshakeMs: number
}

function carry({ from, to, passed, wire, handshakeMs }: Way): void {
  if (!wire) {
    from.on('data', (bytes: Buffer) => {
      passed(bytes)
      if (to.write(bytes)) return
      from.pause()
      to.once('drain', () => from.resume())
    })
    from.on('end', () => to.end())
    return
  }
  const queue = wire.openQueue({
    passed,
    arrive: (bytes) => {
      if (to.writable) to.write(bytes)
    },
    // Before the line runs dry, or it would stand idle while the next bytes are fetched.
    runsLow: () => from.resume(),
  })
  const opensAtMs = performance.now() + handshakeMs
  from.on('data', (bytes: Buffer) => {
    // The sender's own buffers are full until the line has taken what it was given.
    from.pause()
    const waitMs = opensAtMs - performance.now()
    if (waitMs > 0) setTimeout(() => queue.push(bytes), waitMs)
    else queue.push(bytes)
  })
  from.on('end', () => queue.end(() => to.end()))
  to.once('close', () => queue.drop())
}

type QueueParts = {
  readonly passed: (bytes: Buffer) => void
  readonly arrive: (bytes: Buffer) => void
  readonly runsLow: () => void
}
type Queue = {
  readonly push: (bytes: Buffer) => void
  readonly end: (arrive: () => void) => void
  /** Forgets what has not been sent. */
  readonly drop: () => void
}
type Wire = { readonly openQueue: (parts: QueueParts) => Queue }

/** What fits into a packet. */
const SLICE_BYTES = 1460
/** Some 64 KB: what a socket gives at a time. */
const LOW_SLICES = 45

/**
 * One direction of a line: its connections take turns, a packet each, and each packet arrives half a round trip after
 * it was sent. A timer that comes late is made up for, so that a busy machine does not make the line slower.
 */
function createWire({ upMbits, downMbits, roundTripMs }: LineShape, direction: Direction): Wire {
  const bytesPerMs = ((direction === 'up' ? upMbits : downMbits) * 1_000_000) / 8 / 1000
  type Sender = { slices: Buffer[]; readonly parts: QueueParts; ends: (() => void) | undefined }
  const turns: Sender[] = []
  const clock = { freeAtMs: 0, isRunning: false }
  const later = (run: () => void): void => void setTimeout(run, roundTripMs / 2)

  function sendDue(): void {
    while (turns.length > 0 && clock.freeAtMs <= performance.now()) sendNext()
    clock.isRunning = turns.length > 0
    if (clock.isRunning) setTimeout(sendDue, Math.max(1, clock.freeAtMs - performance.now()))
  }

  function sendNext(): void {
    const sender = turns.shift()
    const slice = sender?.slices.shift()
    if (!sender || !slice) return
    clock.freeAtMs += slice.length / bytesPerMs
    sender.parts.passed(slice)
    later(() => sender.parts.arrive(slice))
    if (sender.slices.length > 0) turns.push(sender)
    else if (sender.ends) later(sender.ends)
    if (sender.slices.length < LOW_SLICES) sender.parts.runsLow()
  }

  function start(): void {
    if (clock.isRunning) return
    clock.freeAtMs = Math.max(clock.freeAtMs, performance.now())
    sendDue()
  }

  return {
    openQueue: (parts) => {
      const sender: Sender = { slices: [], parts, ends: undefined }
      return {
        push: (bytes) => {
          const isIdle = sender.slices.length === 0
          for (let at = 0; at < bytes.length; at += SLICE_BYTES)
            sender.slices.push(bytes.subarray(at, at + SLICE_BYTES))
          if (isIdle) turns.push(sender)
          start()
        },
        end: (arrive) => {
          sender.ends = arrive
          if (sender.slices.length === 0) later(arrive)
        },
        drop: () => {
          sender.slices = []
        },
      }
    },
  }
}
