import { constants, mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadId } from '@onetrip/shared/lib/ids'
import type { PartialUploads } from '../../domain/files/files'
import { isMissing, syncFolder } from './folders'

/**
 * Uploads as files of a folder that all server processes share.
 *
 * There is no lock. Pieces are written at their offset and never leave a gap, so when two requests write the same
 * part (a tablet asks again while a server still drains its first try) they write the same bytes to the same place.
 * A sender that contradicts itself spoils its own upload only: the hash of the whole will not fit.
 */
export async function createPartialUploads(dataDir: string): Promise<PartialUploads> {
  const folder = uploadsFolder(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // An UploadId is a UUID, so no name leads out of the folder.
  const pathOf = (id: UploadId): string => join(folder, id)
  return {
    sizeOf: (id) => sizeOf(pathOf(id)),
    append: (id, offset, chunks) => append(folder, pathOf(id), { offset, chunks }),
    read: async (id) => {
      try {
        return await readFile(pathOf(id))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}

/** Where uploads lie on their way, each under its id. */
export const uploadsFolder = (dataDir: string): string => join(dataDir, 'uploads')

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}

type Piece = { readonly offset: number; readonly chunks: AsyncIterable<Uint8Array> }

async function append(folder: string, path: string, { offset, chunks }: Piece): Promise<number> {
  // Not in append mode: the system would then write at the end, whatever position is asked for.
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const { size } = await handle.stat()
    if (offset > size) return size
    await writeAll(handle, { offset, chunks })
    if (size === 0) await syncFolder(folder)
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** Synced also when the chunks end in an error: what came before it is kept. */
async function writeAll(handle: FileHandle, { offset, chunks }: Piece): Promise<void> {
  let position = offset
  try {
    for await (const chunk of chunks) {
      await writeChunk(handle, chunk, position)
      position += chunk.length
    }
  } finally {
    await handle.sync()
  }
}

/** One write may take only a part, for instance on a disk that is nearly full. */
async function writeChunk(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  let done = 0
  while (done < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done)
    done += bytesWritten
  }
}
