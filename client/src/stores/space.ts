import { defineStore } from 'pinia'
import { computed, inject, shallowRef, watch, type InjectionKey } from 'vue'
import { forgetArrived } from '../db/forget'
import { readMeta, writeMeta, type SpaceMeta } from '../db/meta'
import type { Scratch } from '../db/scratch'
import { useIntakeStore } from './intake'
import { useLive } from './live'
import { isFullSinceProof, proveSpace, RESERVE_BYTES, type SpaceProof } from './proveSpace'
import { useTablet } from './tablet'

/** The disk as the browser shows it. Made in `app/`. */
export type SpaceEdges = {
  readonly scratch: Scratch
  /** Bytes that the browser believes to be left. Only a small number says anything. Undefined where it tells nothing. */
  readonly estimateLeft: () => Promise<number | undefined>
  /** Takes second copies of operations away, which are kept beside the tables. */
  readonly forgetCopies: (opIds: readonly string[]) => Promise<void>
}

export const SPACE: InjectionKey<SpaceEdges> = Symbol('space')

export type Proving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'writing'; readonly ratio: number }
  | Exclude<SpaceProof, { kind: 'proven' }>

/** Room on the tablet: what was proven, and whether it runs short. */
export const useSpaceStore = defineStore('space', () => {
  const edges = inject(SPACE)
  if (!edges) throw new Error('no disk: app.provide(SPACE, …) is missing')
  const { scratch, estimateLeft, forgetCopies } = edges
  const { store, nowMs, random } = useTablet()
  const intake = useIntakeStore()
  const kept = useLive<SpaceMeta>(async () => (await readMeta(store.db, 'space')) ?? {}, {})
  const proving = shallowRef<Proving>({ kind: 'idle' })
  const estimated = shallowRef<number>()
  const run: { abort: AbortController | undefined } = { abort: undefined }

  const isSaveFailing = computed(() => intake.saving.kind === 'failed' && intake.saving.why === 'quota')
  watch(isSaveFailing, (isFailing) => {
    if (isFailing) void keep({ fullAtMs: nowMs() }).catch(() => undefined)
  })

  const isLow = computed(
    () => isSaveFailing.value || isFullSinceProof(kept.value) || (estimated.value ?? Infinity) < RESERVE_BYTES,
  )

  async function keep(change: SpaceMeta): Promise<void> {
    await store.db.transaction('rw', store.db.meta, async () => {
      await writeMeta(store.db, 'space', { ...(await readMeta(store.db, 'space')), ...change })
    })
  }

  async function look(): Promise<void> {
    estimated.value = await estimateLeft().catch(() => undefined)
  }

  async function prove(): Promise<void> {
    if (run.abort) return
    run.abort = new AbortController()
    proving.value = { kind: 'writing', ratio: 0 }
    const proof = await proveSpace({
      scratch,
      random,
      signal: run.abort.signal,
      onProgress: (ratio) => {
        proving.value = { kind: 'writing', ratio }
      },
    })
    run.abort = undefined
    proving.value = proof.kind === 'proven' ? { kind: 'idle' } : proof
    if (proof.kind === 'proven') await keep({ proven: { atMs: nowMs(), bytes: proof.bytes } })
    if (proof.kind === 'full') await keep({ fullAtMs: nowMs() }).catch(() => undefined)
    await look()
  }

  /** Lets go of the pages of all that arrived whole; answers how many bytes that made free. */
  async function makeRoom(): Promise<number> {
    const { bytes, opIds } = await forgetArrived(store.db)
    // The room of the pages is there all the same.
    await forgetCopies(opIds).catch(() => undefined)
    intake.retrySave()
    await look()
    return bytes
  }

  void look()
  return { kept, proving, isLow, prove, cancel: () => run.abort?.abort(), makeRoom }
})
