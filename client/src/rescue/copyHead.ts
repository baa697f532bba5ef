import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { CaseId, DeviceId, OpId } from '@onetrip/shared/lib/ids'
import { openBundle } from './bundleStorage'
import type { CopyFolder } from './copyFolder'

/** What a copy is of: one operation, or one page, which comes after all words. */
export type CopyHead = {
  readonly caseId: CaseId
  readonly opId: OpId
  /** The device's own count of its operations; undefined for a page. */
  readonly deviceSeq: number | undefined
  readonly deviceId: DeviceId
}

type Made = { readonly opId: string; readonly deviceSeq: number | undefined }

/**
 * In the order in which they were made on a device: by its own count. Ids bear the time of a clock that somebody may have
 * set back in between.
 */
export function compareMade(a: Made, b: Made): number {
  const bySeq = (a.deviceSeq ?? Infinity) - (b.deviceSeq ?? Infinity)
  if (bySeq !== 0 && !Number.isNaN(bySeq)) return bySeq
  return a.opId < b.opId ? -1 : 1
}

/** Undefined where it cannot be read. */
export async function readCopyHead(file: Blob): Promise<CopyHead | undefined> {
  const bundle = await openBundle(file, [])
  if (!bundle.ok) return undefined
  const { operations, uploads } = bundle.value.read()
  const [operation] = operations
  const [page] = uploads
  const { deviceId } = bundle.value.layout.head
  if (operation) return { ...operation, deviceId }
  return page && { ...page, deviceSeq: undefined, deviceId }
}

/**
 * In the order in which they were made, each device's by its own count: it takes the places that its copies have by their
 * names. One that cannot be read keeps its place, for what builds on it comes after it.
 */
export async function inOrderMade<Copy extends { readonly name: string }>(
  folder: CopyFolder,
  copies: readonly Copy[],
): Promise<Copy[]> {
  // Nothing to order: none has to be read for it.
  if (copies.length < 2) return [...copies]
  const known = await Promise.all(
    copies.map(async (copy) => {
      const file = await folder.read(copy.name).catch(() => undefined)
      return { copy, head: file && (await readCopyHead(file).catch(() => undefined)) }
    }),
  )
  const readable = known.flatMap(({ copy, head }) => (head ? [{ copy, head }] : []))
  const queueByDevice = new Map(
    [...groupBy(readable, ({ head }) => head.deviceId)].map(([deviceId, ofDevice]) => [
      deviceId,
      ofDevice.toSorted((a, b) => compareMade(a.head, b.head)),
    ]),
  )
  return known.map(({ copy, head }) => (head && queueByDevice.get(head.deviceId)?.shift()?.copy) ?? copy)
}
