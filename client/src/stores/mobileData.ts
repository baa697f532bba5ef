import { defineStore } from 'pinia'
import { computed, inject, onScopeDispose, shallowRef, type InjectionKey } from 'vue'
import { readMeta, writeMeta, type UploadsMeta } from '../db/meta'
import { useLive } from './live'
import { ANYWAY_MS, mayUpload, type LineKind } from '../sync/mayUpload'
import { useSyncStore } from './sync'
import { useTablet } from './tablet'

/** The line that the tablet is on. Made in `app/`. */
export type Line = {
  readonly kind: () => LineKind
  readonly onChange: (run: () => void) => () => void
}

export const LINE: InjectionKey<Line> = Symbol('line')

const NO_PAUSE: UploadsMeta = { pausesOnMobile: false }
const LOOK_AGAIN_MS = 15_000

/** Whether scans wait for a line that costs nothing. The setting is this tablet's; off until somebody sets it. */
export const useMobileDataStore = defineStore('mobile-data', () => {
  const line = inject(LINE)
  if (!line) throw new Error('no line: app.provide(LINE, …) is missing')
  const { store, nowMs } = useTablet()
  const sync = useSyncStore()
  const settings = useLive(async () => (await readMeta(store.db, 'uploads')) ?? NO_PAUSE, NO_PAUSE)
  const kind = shallowRef(line.kind())
  const now = shallowRef(nowMs())
  const look = (): void => {
    kind.value = line.kind()
    now.value = nowMs()
  }
  onScopeDispose(line.onChange(look))
  const timer = setInterval(look, LOOK_AGAIN_MS)
  onScopeDispose(() => clearInterval(timer))

  const isPaused = computed(() => !mayUpload({ settings: settings.value, line: kind.value, nowMs: now.value }))

  async function set(settingsNow: UploadsMeta): Promise<void> {
    await writeMeta(store.db, 'uploads', settingsNow)
    look()
    sync.syncNow()
  }

  return {
    /** Where the browser does not tell, nothing can be set. */
    isKnown: computed(() => kind.value !== 'unknown'),
    pausesOnMobile: computed(() => settings.value.pausesOnMobile),
    isPaused,
    setPause: (pausesOnMobile: boolean) => set({ pausesOnMobile }),
    sendAnyway: () => set({ ...settings.value, anywayUntilMs: nowMs() + ANYWAY_MS }),
  }
})
