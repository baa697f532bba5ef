import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { MaterialEntry } from '@onetrip/shared/case/content'
import { makeMaster, type Master, type MasterRefusal } from '../../scan/makeMaster'
import { redraw } from '../../scan/redraw'
import { useIntakeStore } from '../../stores/intake'
import { useTablet } from '../../stores/tablet'
import { FILE_KEYS } from '../../words/fileKeys'
import { useWords } from '../../words/useWords'

type Work = { readonly done: number; readonly total: number }

export type PageAdding = {
  /** Undefined while nothing is being made. */
  readonly work: Readonly<ShallowRef<Work | undefined>>
  /** Sentences about files that could not become pages. */
  readonly refusals: Readonly<ShallowRef<readonly string[]>>
  readonly isBusy: ComputedRef<boolean>
  readonly add: (files: readonly File[]) => Promise<void>
  readonly cancel: () => void
}

/** Makes pages of picked files, one after the other, and saves each as it is ready: stopping loses none of those. */
export function usePageAdding(code: () => string): PageAdding {
  const tablet = useTablet()
  const store = useIntakeStore()
  const { t } = useWords()
  const work = shallowRef<Work>()
  const refusals = shallowRef<readonly string[]>([])
  const stopping = { controller: new AbortController() }
  onScopeDispose(() => stopping.controller.abort())

  const refuse = (sentence: string): void => {
    refusals.value = [...refusals.value, sentence]
  }

  async function addOne(file: File, signal: AbortSignal): Promise<void> {
    const made = await makeMaster(file, { sha256Hex: tablet.sha256Hex, redraw }).catch(asCorrupt)
    if (signal.aborted) return
    if (!made.ok) refuse(t(FILE_KEYS[made.error], { name: file.name }))
    else if (isThere(made.value)) refuse(t('intake.materials.alreadyThere', { name: file.name }))
    else keep(made.value)
  }

  const entryOf = (materials: readonly MaterialEntry[]): MaterialEntry | undefined =>
    materials.find((entry) => entry.code === code())

  function isThere({ ref }: Master): boolean {
    if (store.opened.kind !== 'open') return false
    return entryOf(store.opened.draft.materials)?.pages.some((page) => page.scanId === ref.scanId) ?? false
  }

  function keep(master: Master): void {
    store.change(
      (before) => {
        const pages = [...(entryOf(before.materials)?.pages ?? []), master.ref]
        const others = before.materials.filter((entry) => entry.code !== code())
        return { ...before, materials: [...others, { code: code(), how: 'scanned', pages }] }
      },
      [master],
    )
  }

  async function add(files: readonly File[]): Promise<void> {
    stopping.controller = new AbortController()
    const { signal } = stopping.controller
    refusals.value = []
    for (const [done, file] of files.entries()) {
      work.value = { done, total: files.length }
      await addOne(file, signal)
      if (signal.aborted) break
    }
    work.value = undefined
  }

  return {
    work,
    refusals,
    isBusy: computed(() => work.value !== undefined),
    add,
    cancel: () => stopping.controller.abort(),
  }
}

/** A file that went away while it was read (a card pulled out) cannot be opened either. */
const asCorrupt = (): { readonly ok: false; readonly error: MasterRefusal } => ({ ok: false, error: 'corrupt' })
