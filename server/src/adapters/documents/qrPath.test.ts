import QRCode from 'qrcode'
import { expect, it } from 'vitest'
import { qrPath } from './qrPath'

const TEXT = 'https://onetrip.example/c#7K3M-P9QX-4TVD'

it('draws exactly the dark modules', () => {
  const { modules } = QRCode.create(TEXT, { errorCorrectionLevel: 'M' })
  // One point per module, so that the path's numbers are module numbers.
  const drawn = new Set<string>()
  for (const [, left, top, right, bottom] of qrPath(TEXT, modules.size).matchAll(/M(\S+) (\S+)H(\S+)V(\S+)H\1Z/g)) {
    expect(Number(bottom)).toBe(Number(top) + 1)
    for (let column = Number(left); column < Number(right); column += 1) drawn.add(`${column} ${Number(top)}`)
  }
  const dark = Array.from(modules.data, (isDark, at) =>
    isDark ? [`${at % modules.size} ${Math.floor(at / modules.size)}`] : [],
  )
  expect(drawn).toEqual(new Set(dark.flat()))
})

it('throws rather than draw a code that says less', () => {
  expect(() => qrPath('长'.repeat(2_000), 100)).toThrow()
})
