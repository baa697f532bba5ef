import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { SpaceMeta } from '../db/meta'
import { isQuotaError } from '../db/quota'
import type { Scratch } from '../db/scratch'

/** Room that a day in the field needs: about forty cases of a dozen pages. */
export const RESERVE_BYTES = 200 * 1024 * 1024
const CHUNK_BYTES = 4 * 1024 * 1024
/** The browser gives out no more random bytes at once. */
const MAX_RANDOM_BYTES = 65_536

/** What writing showed. `full`: it took so many bytes and then no more. */
export type SpaceProof =
  | { readonly kind: 'proven'; readonly bytes: number }
  | { readonly kind: 'full'; readonly bytes: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed' }

type ProofDeps = {
  readonly scratch: Scratch
  readonly random: RandomBytes
  readonly bytes?: number
  /** 0–1, after each chunk. */
  readonly onProgress: (ratio: number) => void
  readonly signal: AbortSignal
}

/**
 * Shows by writing that there is room, and gives it back whatever comes of it. What a browser estimates is no more than
 * a guess: it may name ten gigabytes where eight megabytes are left.
 */
export async function proveSpace({
  scratch,
  random,
  bytes = RESERVE_BYTES,
  onProgress,
  signal,
}: ProofDeps): Promise<SpaceProof> {
  try {
    await scratch.clear()
    return await writeAll()
  } catch {
    return { kind: 'failed' }
  } finally {
    await scratch.clear().catch(() => undefined)
  }

  async function writeAll(): Promise<SpaceProof> {
    const chunk = randomChunk(random, Math.min(CHUNK_BYTES, bytes))
    for (let written = 0; written < bytes;) {
      if (signal.aborted) return { kind: 'cancelled' }
      const next = chunk.subarray(0, Math.min(chunk.length, bytes - written))
      try {
        await scratch.write(next)
      } catch (error) {
        if (isQuotaError(error)) return { kind: 'full', bytes: written }
        throw error
      }
      written += next.length
      onProgress(written / bytes)
    }
    return { kind: 'proven', bytes }
  }
}

/** Random, so that no disk makes it small. */
function randomChunk(random: RandomBytes, length: number): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(length)
  for (let at = 0; at < length; at += MAX_RANDOM_BYTES) chunk.set(random(Math.min(MAX_RANDOM_BYTES, length - at)), at)
  return chunk
}

/** Whether the disk would not take something since its room was last proven. */
export const isFullSinceProof = ({ proven, fullAtMs }: SpaceMeta): boolean =>
  fullAtMs !== undefined && fullAtMs > (proven?.atMs ?? 0)
