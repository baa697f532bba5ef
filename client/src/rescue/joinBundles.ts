import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeBundleStart, readBundleLayout, type BundleHead } from '@onetrip/shared/wire/bundle'
import { decodeFrames, encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import { readSliceOf } from './bundleStorage'
import { compareMade } from './copyHead'

type Part = { readonly head: BundleHead; readonly frames: readonly Frame[]; readonly scans: readonly Blob[] }

/** What lies in one file, and how much it holds. */
export type Joined = { readonly file: Blob; readonly operations: number; readonly scans: number }

/**
 * Several rescue files as few: one for each device that signed what is in them, operations in the order in which they
 * were made. `unreadable`: how many of the files could not be read.
 */
export async function joinBundles(
  files: readonly Blob[],
  { madeAt, epoch }: { readonly madeAt: Instant; readonly epoch: string | undefined },
): Promise<{ readonly joined: readonly Joined[]; readonly unreadable: number }> {
  const parts = await Promise.all(files.map((file) => readPart(file).catch(() => undefined)))
  const readable = parts.filter((part) => part !== undefined)
  const byDevice = groupBy(readable, ({ head }) => head.deviceId)
  return {
    joined: [...byDevice.values()].flatMap((ofDevice) => join(ofDevice, { madeAt, epoch }) ?? []),
    unreadable: files.length - readable.length,
  }
}

async function readPart(file: Blob): Promise<Part | undefined> {
  const read = readSliceOf(file)
  const layout = await readBundleLayout(read, file.size)
  if (!layout.ok) return undefined
  const { head, framesAt, scansAt } = layout.value
  const frames = decodeFrames(await read(framesAt, framesAt + head.framesBytes), Number.MAX_SAFE_INTEGER)
  if (!frames.ok) return undefined
  const scans = head.scans.map(({ sealed }, nth) => {
    const from = scansAt[nth] ?? 0
    return file.slice(from, from + sealed.sizeBytes)
  })
  return { head, frames: frames.value, scans }
}

function join(
  parts: readonly Part[],
  { madeAt, epoch }: { readonly madeAt: Instant; readonly epoch: string | undefined },
): Joined | undefined {
  const [first] = parts
  if (!first) return undefined
  const frames = parts.flatMap((part) => part.frames).toSorted(compareMade)
  const framesBytes = encodeFrames(frames)
  const { districtId, deviceId } = first.head
  const scans = parts.flatMap(({ head }) => head.scans)
  const head = { districtId, deviceId, madeAt, framesBytes: framesBytes.length, scans, ...(epoch && { epoch }) }
  const file = new Blob([encodeBundleStart(head), framesBytes, ...parts.flatMap((part) => part.scans)])
  return { file, operations: frames.length, scans: scans.length }
}
