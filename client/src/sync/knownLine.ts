import { assertNever } from '@onetrip/shared/lib/result'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { Reply } from '../api/reply'
import { FIRST_PIECE_SIZE, isQuick, sizeAfter, type PieceFate, type PieceSize } from './pieceSize'
import { scanKeyOf, type WaitingUpload } from './uploadQueue'

/** What pieces have shown of the line, of whatever scan they were; forgotten with the engine. */
export type KnownLine = {
  readonly pieceSize: () => PieceSize
  /** It broke, and has not carried much since: what goes side by side has to be asked about after the next break. */
  readonly isPoor: () => boolean
  /** What the reply to a piece tells. */
  readonly meetReply: (upload: WaitingUpload, reply: Reply<UploadAnswer>, piece: SentPiece) => void
  /** What an answer tells of a piece that was cut before. */
  readonly meetAnswer: (upload: WaitingUpload, answer: UploadAnswer) => void
}

type SentPiece = { readonly endsAt: number; readonly bytes: number; readonly durationMs: number }

export function createKnownLine(): KnownLine {
  /** Scans of which a piece was cut, and nobody has told yet how much of it arrived. */
  const cut = new Set<string>()
  const known = { size: FIRST_PIECE_SIZE, isPoor: false }
  const meet = (fate: PieceFate): void => {
    known.size = sizeAfter(known.size, fate)
  }
  return {
    pieceSize: () => known.size,
    isPoor: () => known.isPoor,
    meetReply: (upload, reply, piece) => {
      if (reply.kind === 'unreachable') {
        cut.add(scanKeyOf(upload))
        known.isPoor = true
      }
      const fate = fateOf(reply, piece)
      if (fate) meet(fate)
      if (fate?.kind === 'arrived' && isQuick(fate)) known.isPoor = false
    },
    meetAnswer: (upload, answer) => {
      if (cut.delete(scanKeyOf(upload)) && isLostAgain(upload, answer)) meet({ kind: 'lost' })
    },
  }
}

/**
 * Whether nothing of a cut piece arrived, nor of the one before. What does arrive is kept, so that a large piece loses no
 * more than a small one; and one that is lost may have met the very end of the line.
 */
const isLostAgain = ({ state }: WaitingUpload, { standing }: UploadAnswer): boolean =>
  standing.status === 'continue' && standing.offset <= (state.lastOffset ?? 0) && state.attempts > 0

/** Undefined: nothing is known yet, or the server may have answered without having read. */
function fateOf(reply: Reply<UploadAnswer>, { endsAt, bytes, durationMs }: SentPiece): PieceFate | undefined {
  switch (reply.kind) {
    case 'answer': {
      const { standing } = reply.answer
      const isThere = standing.status === 'complete' || (standing.status === 'continue' && standing.offset >= endsAt)
      return isThere ? { kind: 'arrived', bytes, durationMs } : undefined
    }
    case 'too-large':
      return { kind: 'too-large', bytes }
    case 'unreachable':
    case 'server-failed':
    case 'busy':
    case 'signed-out':
    case 'not-permitted':
    case 'not-understood':
      return undefined
    default:
      return assertNever(reply)
  }
}
