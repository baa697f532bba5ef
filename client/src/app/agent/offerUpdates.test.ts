import { describe, expect, it, vi } from 'vitest'
import { offerUpdates } from './offerUpdates'

function startPage() {
  const listeners = new Map<string, () => void>()
  const messageSkipWaiting = vi.fn()
  const reload = vi.fn()
  const disk = { isSettled: true }
  const look = vi.fn(async () => false)
  const addEventListener = (type: string, listener: () => void) => void listeners.set(type, listener)
  const settled = async () => disk.isSettled
  const updates = offerUpdates({ addEventListener, messageSkipWaiting, look }, { settled, reload })
  return { updates, reload, disk, messageSkipWaiting, look, fire: (type: string) => listeners.get(type)?.() }
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

  it('asked for, lets it in and reloads once it is there', async () => {
    const page = startPage()
    page.fire('waiting')
    await page.updates.apply()
    expect(page.messageSkipWaiting).toHaveBeenCalledOnce()
    expect(page.reload).not.toHaveBeenCalled()
    page.fire('controlling')
    await vi.waitFor(() => expect(page.reload).toHaveBeenCalledOnce())
  })

  it('another tab let it in: offers the reload, never takes it', async () => {
    const page = startPage()
    page.fire('controlling')
    expect(page.updates.isReady.value).toBe(true)
    expect(page.reload).not.toHaveBeenCalled()
    await page.updates.apply()
    expect(page.reload).toHaveBeenCalledOnce()
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
  })

  it('asked for while something typed is not on the disk: changes nothing, and goes on offering', async () => {
    const page = startPage()
    page.disk.isSettled = false
    page.fire('waiting')
    await page.updates.apply()
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
    page.fire('controlling')
    await page.updates.apply()
    expect(page.reload).not.toHaveBeenCalled()
    expect(page.updates.isReady.value).toBe(true)

    page.disk.isSettled = true
    await page.updates.apply()
    expect(page.reload).toHaveBeenCalledOnce()
  })

  it('does not reload over what was typed while the new version came in', async () => {
    const page = startPage()
    page.fire('waiting')
    await page.updates.apply()
    page.disk.isSettled = false
    page.fire('controlling')
    await Promise.resolve()
    expect(page.reload).not.toHaveBeenCalled()
  })

  it('asked for before there is one: looks, and lets it in as soon as it is here', async () => {
    const page = startPage()
    page.look.mockResolvedValue(true)
    expect(await page.updates.fetch()).toBe('on-its-way')
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
    page.fire('waiting')
    await vi.waitFor(() => expect(page.messageSkipWaiting).toHaveBeenCalledOnce())
  })

  it('finds none, or no network: says so, and only offers one that comes later', async () => {
    const page = startPage()
    expect(await page.updates.fetch()).toBe('none')
    page.look.mockRejectedValue(new TypeError('no network'))
    expect(await page.updates.fetch()).toBe('none')
    page.fire('waiting')
    await Promise.resolve()
    expect(page.updates.isReady.value).toBe(true)
    expect(page.messageSkipWaiting).not.toHaveBeenCalled()
  })
})
