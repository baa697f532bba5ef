import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UploadId } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Instant } from '@onetrip/shared/lib/time'
import type { PartialFile, StrayFiles } from '../../domain/files/files'
import { isMissing } from './folders'
import { uploadsFolder } from './partialUploads'
import { draftsFolder } from './scanStore'

/** Looks into the folders of the uploads and of some stores, all of them made by the adapters beside. */
export function createStrayFiles(dataDir: string, storeRoots: readonly string[]): StrayFiles {
  return {
    listPartials: async () => {
      const found = await listFiles(uploadsFolder(dataDir))
      return found.flatMap(({ name, sizeBytes, touchedAt }): PartialFile[] => {
        const uploadId = UploadId.safeParse(name)
        return uploadId.success ? [{ uploadId: uploadId.data, sizeBytes, touchedAt }] : []
      })
    },
    removeDrafts: async (touchedBefore) => {
      for (const folder of storeRoots.map(draftsFolder)) {
        for (const { name, touchedAt } of await listFiles(folder)) {
          if (touchedAt < touchedBefore) await rm(join(folder, name), { force: true })
        }
      }
    },
  }
}

type Found = { readonly name: string; readonly sizeBytes: number; readonly touchedAt: Instant }

/** One that goes away while it is looked at is not there. */
async function listFiles(folder: string): Promise<Found[]> {
  const found: Found[] = []
  for (const name of await readdir(folder)) {
    try {
      const { size, mtimeMs } = await stat(join(folder, name))
      found.push({ name, sizeBytes: size, touchedAt: instantFromMs(Math.floor(mtimeMs)) })
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  return found
}
