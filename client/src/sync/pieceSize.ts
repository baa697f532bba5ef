import { assertNever } from '@onetrip/shared/lib/result'
import { MAX_PIECE_BYTES } from '@onetrip/shared/wire/protocol'

/** A smaller piece would cost more round trips than it could ever save. */
export const MIN_PIECE_BYTES = 64 * 1024
const FIRST_PIECE_BYTES = 256 * 1024
/** As long as a piece should take: words that are made meanwhile wait for no more than one piece. */
const PIECE_MS = 2_000

export type PieceSize = {
  readonly bytes: number
  /** It never grows beyond: the server refused more, and would refuse it again at the cost of the whole piece. */
  readonly mostBytes: number
}

/** Before the line has shown what it carries. */
export const FIRST_PIECE_SIZE: PieceSize = { bytes: FIRST_PIECE_BYTES, mostBytes: MAX_PIECE_BYTES }

/** How a piece fared on its way. */
export type PieceFate =
  | { readonly kind: 'arrived'; readonly bytes: number; readonly durationMs: number }
  /** Nothing of it arrived, nor of the one before. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'too-large'; readonly bytes: number }

/** How big the next piece is. It grows twofold at most, for one quick answer proves little, and shrinks at once. */
export function sizeAfter(size: PieceSize, fate: PieceFate): PieceSize {
  switch (fate.kind) {
    case 'arrived':
      return within(size, Math.min(fittingBytes(size, fate), 2 * size.bytes))
    case 'lost':
      return within(size, size.bytes / 2)
    case 'too-large': {
      const mostBytes = Math.max(MIN_PIECE_BYTES, Math.floor(fate.bytes / 2))
      return within({ ...size, mostBytes: Math.min(size.mostBytes, mostBytes) }, size.bytes)
    }
    default:
      return assertNever(fate)
  }
}

/** Whether a piece as large as the first would take no more than half of the time that a piece should. */
export const isQuick = ({ bytes, durationMs }: Extract<PieceFate, { kind: 'arrived' }>): boolean =>
  bytes * PIECE_MS >= 2 * FIRST_PIECE_BYTES * durationMs

/** The last piece of a scan is whatever was left: one that was quick shows nothing against a bigger one. */
function fittingBytes(size: PieceSize, { bytes, durationMs }: Extract<PieceFate, { kind: 'arrived' }>): number {
  const fitting = (bytes * PIECE_MS) / Math.max(durationMs, 1)
  return durationMs > PIECE_MS ? fitting : Math.max(fitting, size.bytes)
}

const within = ({ mostBytes }: PieceSize, bytes: number): PieceSize => ({
  bytes: Math.min(mostBytes, Math.max(MIN_PIECE_BYTES, Math.floor(bytes))),
  mostBytes,
})
