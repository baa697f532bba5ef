import { inject, onScopeDispose, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { BundleRefusal } from '@onetrip/shared/wire/bundle'
import type { Result } from '@onetrip/shared/lib/result'
import type { Failure } from '../api/reply'
import { readEpoch } from '../db/lostSteps'
import { joinBundles } from '../rescue/joinBundles'
import { makeBundle, type BundleParts, type NoBundle } from '../rescue/makeBundle'
import { sendBundle, type BundleEnd, type BundleProgress, type SendDeps } from '../rescue/sendBundle'
import type { Tablet } from './tablet'

/** What of the browser sends a bundle, in nobody's name. Made in `app/`, on whatever surface. */
export type RescueEdges = Omit<SendDeps, 'onProgress' | 'signal'>
export const RESCUE: InjectionKey<RescueEdges> = Symbol('rescue')

/** Why a bundle was not even begun. */
export type NotBegun = BundleRefusal | Failure['kind'] | 'unreadable'

export type Sending =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'sending'; readonly progress: BundleProgress }
  | { readonly kind: 'ended'; readonly end: BundleEnd }
  | { readonly kind: 'not-begun'; readonly why: NotBegun }

type Sender = {
  readonly state: Readonly<ShallowRef<Sending>>
  /** Does nothing while another is being sent. */
  readonly send: (file: Blob) => Promise<void>
  readonly stop: () => void
}

/** Sends one bundle at a time; it stops with the page that began it, and may be begun again. */
export function useBundleSender(): Sender {
  const edges = inject(RESCUE)
  if (!edges) throw new Error('no way to send: app.provide(RESCUE, …) is missing')
  const state = shallowRef<Sending>({ kind: 'idle' })
  const running: { stop: AbortController } = { stop: new AbortController() }
  onScopeDispose(() => running.stop.abort())

  async function send(file: Blob): Promise<void> {
    if (state.value.kind === 'reading' || state.value.kind === 'sending' || !edges) return
    running.stop = new AbortController()
    state.value = { kind: 'reading' }
    const onProgress = (progress: BundleProgress): void => {
      state.value = { kind: 'sending', progress }
    }
    const sent = await sendBundle(file, { ...edges, onProgress, signal: running.stop.signal }).catch(() => undefined)
    // A file that goes away while it is read: a card pulled out.
    state.value = sent ? afterSending(sent) : { kind: 'not-begun', why: 'unreadable' }
  }

  return { state, send, stop: () => running.stop.abort() }
}

const afterSending = (sent: Result<BundleEnd, BundleRefusal | Failure>): Sending =>
  sent.ok
    ? { kind: 'ended', end: sent.value }
    : { kind: 'not-begun', why: typeof sent.error === 'string' ? sent.error : sent.error.kind }

/** How a device proves its uploads; it comes with the tablet that can sign. */
export const PROVE_UPLOAD: InjectionKey<BundleParts['proveUpload']> = Symbol('prove-upload')

/** The second copies of what the tables have lost; none where a browser has no place for them. */
export const LOST_COPIES: InjectionKey<() => Promise<readonly Blob[]>> = Symbol('lost-copies')

/** More than one file where a tablet was registered anew since: a file speaks for one device. */
export type Made = {
  readonly files: readonly Blob[]
  readonly operations: number
  readonly scans: number
  /** Scans, and second copies, that are damaged here. */
  readonly leftBehind: number
}

export type Making =
  | { readonly kind: 'idle' }
  /** `ratio`: 0 to 1, undefined before anything was read. */
  | { readonly kind: 'running'; readonly ratio: number | undefined }
  | { readonly kind: 'made'; readonly made: Made }
  | { readonly kind: 'none'; readonly why: NoBundle }
  /** The tablet's store could not be read. Nothing has changed. */
  | { readonly kind: 'failed' }

type Maker = {
  readonly state: Readonly<ShallowRef<Making>>
  readonly make: () => Promise<void>
  readonly stop: () => void
}

/** Puts everything that this tablet could not send yet into a file; it stops with the page that began it. */
export function useBundleMaker({ store, me, deviceId, clock }: Tablet): Maker {
  const proveUpload = inject(PROVE_UPLOAD)
  if (!proveUpload) throw new Error('no way to prove: app.provide(PROVE_UPLOAD, …) is missing')
  const readLost = inject(LOST_COPIES, () => async () => [], true)
  const state = shallowRef<Making>({ kind: 'idle' })
  const running: { stop: AbortController } = { stop: new AbortController() }
  onScopeDispose(() => running.stop.abort())

  async function make(): Promise<void> {
    if (state.value.kind === 'running' || !proveUpload) return
    running.stop = new AbortController()
    state.value = { kind: 'running', ratio: undefined }
    const onProgress = (done: number, total: number): void => {
      state.value = { kind: 'running', ratio: done / total }
    }
    const parts = { store, districtId: me.districtId, deviceId, madeAt: clock() }
    const { signal } = running.stop
    state.value = await makeAll({ ...parts, proveUpload, onProgress, signal }, readLost).catch((): Making => ({
      kind: 'failed',
    }))
  }

  return { state, make, stop: () => running.stop.abort() }
}

async function makeAll(parts: BundleParts, readLost: () => Promise<readonly Blob[]>): Promise<Making> {
  const lost = await readLost()
  const made = await makeBundle(parts)
  if (!made.ok && (lost.length === 0 || made.error === 'stopped')) return { kind: 'none', why: made.error }
  if (lost.length === 0 && made.ok) return { kind: 'made', made: { ...made.value, files: [made.value.file] } }
  const epoch = await readEpoch(parts.store.db)
  const { joined, unreadable } = await joinBundles([...(made.ok ? [made.value.file] : []), ...lost], {
    madeAt: parts.madeAt,
    epoch,
  })
  const sum = (key: 'operations' | 'scans'): number => joined.reduce((total, one) => total + one[key], 0)
  const leftBehind = (made.ok ? made.value.leftBehind : 0) + unreadable
  const files = joined.map(({ file }) => file)
  return { kind: 'made', made: { files, operations: sum('operations'), scans: sum('scans'), leftBehind } }
}
