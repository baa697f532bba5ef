import * as z from 'zod/mini'
import { CaseId, DeviceId, OpId } from '../lib/ids'
import { err, ok, type Result } from '../lib/result'

/**
 * What travels: an operation in its envelope. Until envelopes are sealed, `alg` is `clear` and `body` is
 * the operation as UTF-8 JSON; sealing changes the bytes and these two words, not the shape.
 */
export const FrameHeader = z.object({
  frame: z.literal(1),
  deviceId: DeviceId,
  /** Counts the device's frames, from 1; a gap tells that something is still on the way. */
  deviceSeq: z.int().check(z.minimum(1)),
  opId: OpId,
  caseId: CaseId,
  alg: z.literal('clear'),
  keyId: z.string().check(z.maxLength(64)),
})
export type FrameHeader = z.infer<typeof FrameHeader>
export type Frame = FrameHeader & { readonly body: Uint8Array<ArrayBuffer> }

export type FrameRefusal = 'cut-short' | 'too-many' | 'malformed-header'

const LENGTH_BYTES = 4

/** Frames as bytes, one after the other: u32 length, header as JSON, u32 length, body. Big-endian. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const parts = frames.flatMap(({ body, ...header }) => [new TextEncoder().encode(JSON.stringify(header)), body])
  const bytes = new Uint8Array(parts.reduce((total, part) => total + LENGTH_BYTES + part.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    bytes.set(part, at + LENGTH_BYTES)
    at += LENGTH_BYTES + part.length
  }
  return bytes
}

/** The reverse, for bytes from outside: nothing is read past the end, and no more than `maxFrames`. */
export function decodeFrames(bytes: Uint8Array<ArrayBuffer>, maxFrames: number): Result<Frame[], FrameRefusal> {
  const parts = splitParts(bytes, maxFrames * 2)
  if (!parts.ok) return parts
  if (parts.value.length % 2 !== 0) return err('cut-short')
  const frames: Frame[] = []
  for (let i = 0; i < parts.value.length; i += 2) {
    const header = parseHeader(parts.value[i])
    const body = parts.value[i + 1]
    if (!header || !body) return err('malformed-header')
    frames.push({ ...header, body })
  }
  return ok(frames)
}

function splitParts(bytes: Uint8Array<ArrayBuffer>, maxParts: number): Result<Uint8Array<ArrayBuffer>[], FrameRefusal> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  while (at < bytes.length) {
    if (parts.length === maxParts) return err('too-many')
    if (at + LENGTH_BYTES > bytes.length) return err('cut-short')
    const end = at + LENGTH_BYTES + view.getUint32(at)
    if (end > bytes.length) return err('cut-short')
    parts.push(bytes.subarray(at + LENGTH_BYTES, end))
    at = end
  }
  return ok(parts)
}

function parseHeader(part: Uint8Array | undefined): FrameHeader | undefined {
  try {
    const parsed = FrameHeader.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(part)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
