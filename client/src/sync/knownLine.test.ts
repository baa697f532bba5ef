// Goal: a line counts as poor from its break until a piece shows that it carries much, and pieces shrink only where one
// after the other is lost.
import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import { createKnownLine } from './knownLine'
import { FIRST_PIECE_SIZE } from './pieceSize'
import type { WaitingUpload } from './uploadQueue'

const ID = '01890000-0000-7000-8000-000000000001'
const anUpload = (attempts: number): WaitingUpload => ({
  caseId: CaseId.parse(ID),
  scanId: ScanId.parse('0'.repeat(64)),
  opId: OpId.parse(ID),
  uploadId: UploadId.parse(ID),
  sizeBytes: 1_000_000,
  mediaType: 'image/jpeg',
  state: { kind: 'waiting', offset: undefined, lastOffset: 500, attempts, notBeforeMs: 0 },
})
const at = (offset: number): UploadAnswer => ({
  epoch: 'e1',
  serverTime: instantFromMs(0),
  standing: { status: 'continue', offset },
})
const pieceOf = (durationMs: number) => ({ endsAt: FIRST_PIECE_SIZE.bytes, bytes: FIRST_PIECE_SIZE.bytes, durationMs })
const arrived = { kind: 'answer', answer: at(FIRST_PIECE_SIZE.bytes) } as const
const upload = anUpload(1)

it('is poor after a break until a piece comes through in half of the time that it may take', () => {
  const line = createKnownLine()
  expect(line.isPoor()).toBe(false)
  line.meetReply(upload, { kind: 'unreachable' }, pieceOf(10))
  line.meetReply(upload, arrived, pieceOf(1_001))
  expect(line.isPoor()).toBe(true)
  line.meetReply(upload, arrived, pieceOf(1_000))
  expect(line.isPoor()).toBe(false)
})

it.each([
  ['the second in a row that was cut and is lost', 'unreachable', 1, 500, 1 / 2],
  ['the first', 'unreachable', 0, 500, 1],
  ['one of which some arrived', 'unreachable', 1, 501, 1],
  ['one that the server broke over', 'server-failed', 1, 500, 1],
] as const)('makes pieces smaller, or not: %s', (_which, kind, attempts, offset, times) => {
  const line = createKnownLine()
  line.meetReply(anUpload(attempts), { kind }, pieceOf(10))
  line.meetAnswer(anUpload(attempts), at(offset))
  expect(line.pieceSize().bytes).toBe(times * FIRST_PIECE_SIZE.bytes)
})
