import { describe, expect, it, vi } from 'vitest'
import { offerUpdates } from './offerUpdates'

function startPage() {
  const listeners = new Map<string, () => void>()
  const messageSkipWaiting = vi.fn()
  const reload = vi.fn()
  const addEventListener = (type: string, listener: () => void) => void listeners.set(type, listener)
  const updates = offerUpdates({ addEventListener, messageSkipWaiting }, reload)
  return { updates, reload, messageSkipWaiting, fire: (type: string) => listeners.get(type)?.() }
}

describe('offerUpdates', () => {
  it('offers a waiting version and does nothing by itself', () => {
    const page = startPage()
    expect(page.updates.isReady.value).toBe(false)
    page.fire('waiting')
    expect(page.updates.isReady.value).toBe(true)
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
    expect(page.reload).not.toHaveBeenCalled()
  })

  it('asked for, lets it in and reloads once it is there', () => {
    const page = startPage()
    page.fire('waiting')
    page.updates.apply()
    expect(page.messageSkipWaiting).toHaveBeenCalledOnce()
    expect(page.reload).not.toHaveBeenCalled()
    page.fire('controlling')
    expect(page.reload).toHaveBeenCalledOnce()
  })

  it('another tab let it in: offers the reload, never takes it', () => {
    const page = startPage()
    page.fire('controlling')
    expect(page.updates.isReady.value).toBe(true)
    expect(page.reload).not.toHaveBeenCalled()
    page.updates.apply()
    expect(page.reload).toHaveBeenCalledOnce()
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
  })
})
