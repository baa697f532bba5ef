import { inject, readonly, shallowRef, type InjectionKey, type ShallowRef } from 'vue'

export type Toast = {
  readonly id: number
  readonly text: string
  /** `alert` interrupts a screen reader; `plain` waits its turn. */
  readonly tone: 'plain' | 'alert'
}

export type Toasts = {
  readonly shown: Readonly<ShallowRef<readonly Toast[]>>
  /** For what happened elsewhere or a moment ago. What a person must act on belongs on the page, not here. */
  readonly show: (text: string, tone?: Toast['tone']) => void
  readonly dismiss: (id: number) => void
}

export const TOASTS: InjectionKey<Toasts> = Symbol('toasts')

/** One per app, and the newest alone is shown: several would cover what is worked on. */
export function createToasts(): Toasts {
  const shown = shallowRef<readonly Toast[]>([])
  let lastId = 0
  return {
    shown: readonly(shown),
    show(text, tone = 'plain') {
      lastId += 1
      shown.value = [{ id: lastId, text, tone }]
    },
    dismiss(id) {
      shown.value = shown.value.filter((toast) => toast.id !== id)
    },
  }
}

export function useToasts(): Toasts {
  const toasts = inject(TOASTS)
  if (!toasts) throw new Error('no toasts: app.provide(TOASTS, createToasts()) is missing')
  return toasts
}
