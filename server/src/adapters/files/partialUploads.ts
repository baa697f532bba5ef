import { constants, mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadId } from '@onetrip/shared/lib/ids'
import type { Chunks, PartialUploads } from '../../domain/files/files'
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
  await syncFolder(dataDir)
  // An UploadId is a UUID, so no name leads out of the folder.
  const pathOf = (id: UploadId): string => join(folder, id)
  return {
    sizeOf: (id) => sizeOf(pathOf(id)),
    append: (id, offset, chunks) => append(pathOf(id), { offset, chunks }),
    keep: (id) => keep(folder, pathOf(id)),
    read: async (id) => read(pathOf(id)),
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

type Piece = { readonly offset: number; readonly chunks: Chunks }

async function append(path: string, { offset, chunks }: Piece): Promise<number> {
  // Not in append mode: the system would then write at the end, whatever position is asked for.
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const { size } = await handle.stat()
    if (offset > size) return size
    await writeAll(handle, { offset, chunks })
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, { offset, chunks }: Piece): Promise<void> {
  let position = offset
  for await (const chunk of chunks) {
    await writeChunk(handle, chunk, position)
    position += chunk.length
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

/**
 * The folder each time, whoever made the name: another process may have died before it had synced it. That of a folder
 * in which nothing is new costs next to nothing, and both are waited for at once.
 */
async function keep(folder: string, path: string): Promise<void> {
  const handle = await openToRead(path)
  if (!handle) return
  try {
    await Promise.all([handle.sync(), syncFolder(folder)])
  } finally {
    await handle.close()
  }
}

const READ_BYTES = 256 * 1024

async function* read(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openToRead(path)
  if (!handle) return
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(READ_BYTES), 0, READ_BYTES)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
