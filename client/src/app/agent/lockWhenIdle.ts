import { watch } from 'vue'
import type { Gate } from './gate'
import { exposedTo } from './gateState'
import { IDLE_LOCK_MS, later, watchIdleness, type IdleWatch } from './idleWatch'

type IdleParts = {
  readonly gate: Pick<Gate, 'state' | 'lock'>
  readonly nowMs: () => number
}

/** Locks the tablet when nobody has touched it for a while. For the page's whole life: it is never called off. */
export function lockWhenIdle({ gate, nowMs }: IdleParts): void {
  const running: { watch: IdleWatch | undefined } = { watch: undefined }
  watch(
    () => exposedTo(gate.state.value)?.postId,
    (postId) => {
      running.watch?.stop()
      running.watch =
        postId === undefined ? undefined : watchIdleness({ nowMs, idleMs: IDLE_LOCK_MS, later, onIdle: gate.lock })
    },
    { immediate: true },
  )
  const touch = (): void => running.watch?.touch()
  for (const type of ['pointerdown', 'keydown'] as const) {
    addEventListener(type, touch, { capture: true, passive: true })
  }
  document.addEventListener('visibilitychange', () => running.watch?.look())
}
