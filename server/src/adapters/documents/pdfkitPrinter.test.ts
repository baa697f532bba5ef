import { PDFiumLibrary } from '@hyzyla/pdfium'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PlainDate } from '@onetrip/shared/lib/time'
import type { DocumentPrinter } from '../../domain/document/printer'
import { createPdfkitPrinter } from './pdfkitPrinter'
import { sampleNotices, sampleResult } from './sampleDocuments'
import { findTypefaces } from './typefaces'

const FONTS = fileURLToPath(new URL('../../../assets/fonts', import.meta.url))

let printer: DocumentPrinter
let pdfium: Awaited<ReturnType<typeof PDFiumLibrary.init>>
beforeAll(async () => {
  printer = createPdfkitPrinter(await findTypefaces(FONTS))
  pdfium = await PDFiumLibrary.init()
})
afterAll(() => {
  pdfium.destroy()
})

/** The text of each page as a reader copies it, without line ends. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await pdfium.loadDocument(pdf)
  const texts = Array.from(document.pages(), (page) => page.getText().replaceAll(/[\r\n]/g, ''))
  document.destroy()
  return texts
}

describe('a result document', () => {
  it('says what it was given, rare names and all, and can be copied from', async () => {
    const { bytes, mediaType, missingCharacters } = await printer.printResult(sampleResult)
    const text = (await pagesOf(bytes)).join('')
    expect(mediaType).toBe('application/pdf')
    expect(missingCharacters).toEqual([])
    for (const words of ['食品经营许可证', '㛃䶮𠮷𨭎小吃店', '𨭎某某', '2031年11月29日', '2026年11月30日']) {
      expect(text).toContain(words)
    }
  })

  it('is the same file when it is printed again, whenever that is', async () => {
    const first = await printer.printResult(sampleResult)
    const second = await printer.printResult(structuredClone(sampleResult))
    expect(Buffer.from(second.bytes).equals(first.bytes)).toBe(true)
    const other = await printer.printResult({ ...sampleResult, issuedOn: PlainDate.parse('2026-12-01') })
    expect(Buffer.from(other.bytes).equals(first.bytes)).toBe(false)
  })

  it('names a character that no font has, in its place, and reports it once', async () => {
    const { bytes, missingCharacters } = await printer.printResult({
      ...sampleResult,
      holderName: '张𮧵𮧵',
      facts: [{ label: '备注', value: '😀与𮧵' }],
    })
    expect(missingCharacters).toEqual(['𮧵', '😀'])
    const text = (await pagesOf(bytes)).join('')
    expect(text).toContain('张[U+2E9F5][U+2E9F5]')
    expect(text).toContain('[U+1F600]与[U+2E9F5]')
  })

  it('is visibly void when it is a demo, and bears no seal at all when it is not', async () => {
    const [demo] = await pagesOf((await printer.printResult(sampleResult)).bytes)
    expect(demo).toContain('样张·无效')
    expect(demo).toContain('演示样张')
    const [real] = await pagesOf((await printer.printResult({ ...sampleResult, isDemo: false })).bytes)
    expect(real).not.toContain('样张')
    expect(real).toContain('（印章）')
  })

  it('runs on to more sheets when a value is very long, and loses no character of it', async () => {
    const value = '长'.repeat(10_000)
    const { bytes } = await printer.printResult({ ...sampleResult, facts: [{ label: '备注', value }] })
    const pages = await pagesOf(bytes)
    expect(pages.length).toBeGreaterThan(5)
    // One more stands in the city's name, in the facts' other rows, the seal and the signature.
    const others = (await pagesOf((await printer.printResult({ ...sampleResult, facts: [] })).bytes)).join('')
    const count = (text: string): number => text.split('长').length - 1
    expect(count(pages.join('')) - count(others)).toBe(10_000)
    pages.forEach((text, index) => expect(text).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`))
  })
})

describe('a notice', () => {
  it('tells all points of a correction, each with its reason', async () => {
    const text = (await pagesOf((await printer.printNotice(sampleNotices.correction)).bytes)).join('')
    for (const { subject, reason } of sampleNotices.correction.points) {
      expect(text).toContain(subject)
      expect(text).toContain(reason)
    }
  })

  it('keeps at least a line of its text on the sheet that bears the seal', async () => {
    const points = Array.from({ length: 40 }, (_, index) => ({ subject: `第${index}项`, reason: '请补。' }))
    for (let length = 1; length <= points.length; length += 3) {
      const notice = { ...sampleNotices.correction, points: points.slice(0, length) }
      const last = (await pagesOf((await printer.printNotice(notice)).bytes)).at(-1)
      expect(last).toContain('样张·无效')
      expect(last).toContain('本机关即予受理')
    }
  })

  it('is the same file when it is printed again', async () => {
    const first = await printer.printNotice(sampleNotices.denial)
    const second = await printer.printNotice(structuredClone(sampleNotices.denial))
    expect(Buffer.from(second.bytes).equals(first.bytes)).toBe(true)
  })
})
