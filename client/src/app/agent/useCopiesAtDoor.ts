import { inject, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { countCopies, sendWithoutStore, type CopiesSent } from '../../rescue/sendWithoutStore'
import type { CopyFolder } from '../../rescue/copyFolder'
import type { SendCopy } from '../../rescue/sendCopy'
import { sendBundle } from '../../rescue/sendBundle'
import { RESCUE } from '../../stores/rescue'
import { onReturn } from '../shell/onReturn'

const EVERY_MS = 30_000

/**
 * Second copies that lie on a tablet whose store is gone, or does not open; in the second case they go from here, for as
 * long as the calling scope lives.
 */
export function useCopiesAtDoor(
  isStoreClosed: boolean,
  openFolders: () => Promise<readonly CopyFolder[]>,
): Readonly<ShallowRef<CopiesSent>> {
  const rescue = inject(RESCUE, undefined)
  const sent = shallowRef<CopiesSent>({ copies: 0, there: 0 })
  const stop = new AbortController()
  const running: { now: Promise<void> | undefined } = { now: undefined }

  async function look(): Promise<void> {
    const folders = await openFolders()
    const counts = await Promise.all(folders.map(countCopies))
    sent.value = { ...sent.value, copies: sum(counts) }
    if (!isStoreClosed || !rescue) return
    const send: SendCopy = (file) => sendBundle(file, { ...rescue, onProgress: () => undefined, signal: stop.signal })
    const told = await Promise.all(folders.map((folder) => sendWithoutStore(folder, send)))
    sent.value = { copies: sum(told.map(({ copies }) => copies)), there: sum(told.map(({ there }) => there)) }
  }

  function begin(): void {
    running.now ??= look()
      .catch((error: unknown) => console.error(error))
      .finally(() => (running.now = undefined))
  }

  const timer = setInterval(begin, EVERY_MS)
  const stopListening = onReturn(begin)
  onScopeDispose(() => {
    clearInterval(timer)
    stopListening()
    stop.abort()
  })
  begin()
  return sent
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
