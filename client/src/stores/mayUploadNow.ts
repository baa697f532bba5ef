import type { LocalDatabase } from '../db/localDatabase'
import { readMeta, type UploadsMeta } from '../db/meta'
import { followLive } from './live'
import { mayUpload } from '../sync/mayUpload'
import type { Line } from './mobileData'

type MayUploadDeps = {
  readonly db: LocalDatabase
  readonly line: Line
  readonly nowMs: () => number
  /** Called when scans that waited may go. */
  readonly wake: () => void
}

/**
 * The engine's question whether scans may travel, answered from what is known at once: the setting is followed, whichever
 * tab sets it, and the line is asked. Until the setting was read nothing goes that it might hold back.
 */
export function createMayUploadNow({ db, line, nowMs, wake }: MayUploadDeps): () => boolean {
  const known: { settings: UploadsMeta } = { settings: { pausesOnMobile: true } }
  const answer = (): boolean => mayUpload({ settings: known.settings, line: line.kind(), nowMs: nowMs() })
  followLive(
    async () => (await readMeta(db, 'uploads')) ?? { pausesOnMobile: false },
    (state) => {
      if (state.kind !== 'ready') return
      const before = answer()
      known.settings = state.value
      if (!before && answer()) wake()
    },
  )
  line.onChange(() => {
    if (answer()) wake()
  })
  return answer
}
