import { uuidv7, type RandomBytes } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Clock } from '@onetrip/shared/lib/time'

/** The real clock, chance and hashing of this browser: made here, handed to everything below. */
export type Edges = {
  readonly nowMs: () => number
  readonly clock: Clock
  readonly monotonicMs: () => number
  readonly random: RandomBytes
  readonly chance: () => number
  readonly newId: () => string
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
}

export function createEdges(): Edges {
  const nowMs = (): number => Date.now()
  const random: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
  return {
    nowMs,
    clock: () => instantFromMs(nowMs()),
    monotonicMs: () => performance.now(),
    random,
    chance: () => Math.random(),
    newId: () => uuidv7(nowMs(), random),
    sha256Hex: async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  }
}
