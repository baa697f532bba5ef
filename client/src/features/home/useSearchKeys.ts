type SearchKeys = {
  /** `/` from anywhere on the page, but not out of a text. */
  readonly anywhere: (event: KeyboardEvent) => void
  /** In the box or on a line: arrows go up and down, Enter in the box opens the first, Escape begins anew. */
  readonly within: (event: KeyboardEvent) => void
}

type SearchParts = {
  readonly focusBox: () => void
  /** What was found, in order. */
  readonly lines: () => readonly HTMLElement[]
  readonly clear: () => void
}

/** The keys of a search box with what it found below. */
export function useSearchKeys({ focusBox, lines, clear }: SearchParts): SearchKeys {
  function move(by: number): void {
    const all = lines()
    const at = all.findIndex((line) => line === document.activeElement)
    const next = all[Math.min(at + by, all.length - 1)]
    // Up from the first leads back into the box.
    if (at + by < 0) focusBox()
    else next?.focus()
  }

  function beginAnew(): void {
    clear()
    focusBox()
  }

  const deeds: Readonly<Record<string, (target: EventTarget | null) => boolean>> = {
    ArrowDown: () => done(() => move(1)),
    ArrowUp: (target) => !isTextBox(target) && done(() => move(-1)),
    Enter: (target) => isTextBox(target) && done(() => lines()[0]?.click()),
    Escape: () => done(beginAnew),
  }

  return {
    anywhere: (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event
      if (key !== '/' || ctrlKey || metaKey || altKey || isTextBox(target) || hasDialog()) return
      event.preventDefault()
      focusBox()
    },
    // What an input method has not finished belongs to it.
    within: (event) => {
      if (!event.isComposing && deeds[event.key]?.(event.target)) event.preventDefault()
    },
  }
}

function done(act: () => void): true {
  act()
  return true
}

const isTextBox = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

const hasDialog = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"], dialog[open]') !== null
