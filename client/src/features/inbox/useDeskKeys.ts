import { onScopeDispose } from 'vue'

/** What a key does at the desk. */
export type DeskKey = 'next' | 'previous' | 'accept' | 'correct' | 'approve' | 'help'

const KEYS: Readonly<Record<string, DeskKey>> = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  c: 'correct',
  p: 'approve',
  '?': 'help',
}

/** Listens on the page. Not while a person types, and not behind an open dialog. */
export function useDeskKeys(press: (key: DeskKey) => void): void {
  const stop = new AbortController()
  const listen = (event: KeyboardEvent): void => {
    const key = KEYS[event.key]
    const isCombined = event.ctrlKey || event.metaKey || event.altKey
    if (!key || isCombined || event.isComposing || isTyping(event.target) || isDialogOpen()) return
    event.preventDefault()
    press(key)
  }
  document.addEventListener('keydown', listen, { signal: stop.signal })
  onScopeDispose(() => stop.abort())
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null
