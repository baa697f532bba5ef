import * as z from 'zod/mini'
import { CaseId, DeviceId, OpId } from '../lib/ids'
import { err, ok, type Result } from '../lib/result'
import { hexOf, UUID_BYTES, uuidFromBytes, uuidToBytes } from '../lib/uuidBytes'

/**
 * What travels: an operation in its envelope. `sealed`: the body is an envelope (`wire/envelope.ts`) to the key that
 * `keyId` names. `clear`: the body is the operation as UTF-8 JSON and `keyId` is empty; only a tablet that has no key
 * of its own yet may send that.
 */
export const FrameHeader = z.object({
  frame: z.literal(1),
  deviceId: DeviceId,
  /** Counts the device's frames, from 1; a gap tells that something is still on the way. */
  deviceSeq: z.int().check(z.minimum(1)),
  opId: OpId,
  caseId: CaseId,
  alg: z.enum(['clear', 'sealed']),
  keyId: z.union([z.literal(''), z.string().check(z.regex(/^[0-9a-f]{16}$/))]),
})
export type FrameHeader = z.infer<typeof FrameHeader>
export type Frame = FrameHeader & { readonly body: Uint8Array<ArrayBuffer> }

export type FrameRefusal = 'cut-short' | 'too-many' | 'malformed-header'

/** version u8 · alg u8 · device, operation and case as UUID · deviceSeq u32 · keyId, 8 bytes · length of the body u32. */
const AT = { alg: 1, deviceId: 2, opId: 18, caseId: 34, deviceSeq: 50, keyId: 54, bodyLength: 62 } as const
const KEY_ID_BYTES = 8
export const FRAME_HEAD_BYTES = 66

const ALGS = ['clear', 'sealed'] as const satisfies readonly FrameHeader['alg'][]

/** Frames as bytes, one after the other: a head of 66 bytes, and the body. Big-endian. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frames.reduce((total, { body }) => total + FRAME_HEAD_BYTES + body.length, 0))
  let at = 0
  for (const frame of frames) {
    writeHead(bytes.subarray(at, at + FRAME_HEAD_BYTES), frame)
    bytes.set(frame.body, at + FRAME_HEAD_BYTES)
    at += FRAME_HEAD_BYTES + frame.body.length
  }
  return bytes
}

function writeHead(head: Uint8Array<ArrayBuffer>, frame: Frame): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  head[0] = frame.frame
  head[AT.alg] = ALGS.indexOf(frame.alg)
  head.set(uuidToBytes(frame.deviceId), AT.deviceId)
  head.set(uuidToBytes(frame.opId), AT.opId)
  head.set(uuidToBytes(frame.caseId), AT.caseId)
  view.setUint32(AT.deviceSeq, frame.deviceSeq)
  for (let nth = 0; nth < KEY_ID_BYTES; nth += 1)
    head[AT.keyId + nth] = Number.parseInt(frame.keyId.slice(2 * nth, 2 * nth + 2), 16) || 0
  view.setUint32(AT.bodyLength, frame.body.length)
}

/** The reverse, for bytes from outside: nothing is read past the end, and no more than `maxFrames`. */
export function decodeFrames(bytes: Uint8Array<ArrayBuffer>, maxFrames: number): Result<Frame[], FrameRefusal> {
  const frames: Frame[] = []
  let at = 0
  while (at < bytes.length) {
    if (frames.length === maxFrames) return err('too-many')
    const bodyAt = at + FRAME_HEAD_BYTES
    if (bodyAt > bytes.length) return err('cut-short')
    const { header, bodyLength } = readHead(bytes.subarray(at, bodyAt))
    if (!header) return err('malformed-header')
    if (bodyAt + bodyLength > bytes.length) return err('cut-short')
    frames.push({ ...header, body: bytes.subarray(bodyAt, bodyAt + bodyLength) })
    at = bodyAt + bodyLength
  }
  return ok(frames)
}

function readHead(head: Uint8Array<ArrayBuffer>): {
  readonly header: FrameHeader | undefined
  readonly bodyLength: number
} {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const uuidAt = (at: number): string => uuidFromBytes(head.subarray(at, at + UUID_BYTES))
  const alg = ALGS[head[AT.alg] ?? -1]
  const header = FrameHeader.safeParse({
    frame: head[0],
    alg,
    deviceId: uuidAt(AT.deviceId),
    opId: uuidAt(AT.opId),
    caseId: uuidAt(AT.caseId),
    deviceSeq: view.getUint32(AT.deviceSeq),
    keyId: alg === 'clear' ? '' : hexOf(head.subarray(AT.keyId, AT.keyId + KEY_ID_BYTES)),
  })
  return { header: header.data, bodyLength: view.getUint32(AT.bodyLength) }
}
