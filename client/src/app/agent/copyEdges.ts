import { whileFree } from '../../background/whileFree'
import type { CopyEdges } from '../../rescue/copyKeeper'
import { sendBundle } from '../../rescue/sendBundle'
import type { RescueEdges } from '../../stores/rescue'
import { openCopyFolder } from './copyFolder'

/** Copies go by themselves: nobody watches them, and nobody stops them. */
export function createCopyEdges(rescue: RescueEdges): CopyEdges {
  const { signal } = new AbortController()
  const onProgress = (): void => undefined
  return {
    openFolder: openCopyFolder,
    whileFree,
    createSend: (mayUpload) => (file, storeEpoch) =>
      sendBundle(file, { ...rescue, onProgress, signal, mayUpload, ...(storeEpoch !== undefined && { storeEpoch }) }),
  }
}
