import type { ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { PartialUploads, ScanStore } from '@onetrip/server/domain/files/files'
import type { FaultPlan } from './faults'

type Bytes = Uint8Array<ArrayBuffer>

/** The server's files. Every change replaces values, so a copy of the maps is a backup. */
export type ServerFiles = { uploads: ReadonlyMap<UploadId, Bytes>; scans: ReadonlyMap<ScanId, Bytes> }

export function createUploads(files: ServerFiles): PartialUploads {
  const bytesOf = (id: UploadId): Bytes => files.uploads.get(id) ?? new Uint8Array()
  return {
    sizeOf: async (id) => bytesOf(id).length,
    append: async (id, offset, chunks) => {
      let at = offset
      for await (const chunk of chunks) {
        const known = bytesOf(id)
        if (at > known.length) break
        const longer = new Uint8Array(Math.max(known.length, at + chunk.length))
        longer.set(known)
        longer.set(chunk, at)
        files.uploads = new Map(files.uploads).set(id, longer)
        at += chunk.length
      }
      return bytesOf(id).length
    },
    // The machine never loses its power here: what is written is kept.
    keep: async () => undefined,
    read: async (id) =>
      (async function* () {
        const bytes = files.uploads.get(id)
        if (bytes) yield bytes
      })(),
    remove: async (id) => {
      files.uploads = new Map([...files.uploads].filter(([other]) => other !== id))
    },
  }
}

export function createScans(files: ServerFiles, plan: FaultPlan): ScanStore {
  return {
    put: async (id, bytes) => {
      if (plan.strikes('scan-store-failed')) throw new Error('the scan store did not answer')
      files.scans = new Map(files.scans).set(id, Uint8Array.from(bytes))
    },
    get: async (id) => {
      const bytes = files.scans.get(id)
      return (
        bytes &&
        (async function* () {
          yield bytes
        })()
      )
    },
    head: async (id) => files.scans.get(id)?.length,
  }
}
