import { expect, it } from 'vitest'
import { createLender } from './lender'

it('lends a sheet again when it came back, and never to two at once', async () => {
  const lend = createLender({ sheets: 1, sheetBytes: 8 })
  const seen = await lend(8, async (first) => {
    const second = await lend(4, async (sheet) => sheet)
    expect(second.buffer).not.toBe(first.buffer)
    expect([first.length, second.length]).toEqual([8, 4])
    return { first, second }
  })
  // There is room for one of the two: the one that came back first.
  await lend(8, async (sheet) => {
    expect(sheet.buffer).toBe(seen.second.buffer)
    await lend(8, async (another) => expect(another.buffer).not.toBe(sheet.buffer))
  })
})

it('takes a sheet back from work that failed, and makes one of its own for what is larger', async () => {
  const lend = createLender({ sheets: 1, sheetBytes: 8 })
  const known: { buffer?: ArrayBuffer } = {}
  const failing = lend(1, async ({ buffer }) => {
    known.buffer = buffer
    throw new Error('failed')
  })
  await expect(failing).rejects.toThrow('failed')
  await lend(9, async ({ length, buffer }) => {
    expect(length).toBe(9)
    expect(buffer).not.toBe(known.buffer)
  })
  await lend(1, async ({ buffer }) => expect(buffer).toBe(known.buffer))
})
