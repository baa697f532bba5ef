import { AnnotationMode, getDocument, PDFWorker, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import type { OpenedPdf, OpenPdf } from '../../features/review/pdf'
import { createTableReader } from './pdfTables'
import { trustedScriptUrl } from '../shell/trustedScriptUrl'

/** One worker for the page; it parses, and nothing that a file asks for is run. */
export function startPdfJs(): OpenPdf {
  const worker = PDFWorker.create({ port: new Worker(trustedScriptUrl(workerUrl), { type: 'module' }) })
  return async (url) => {
    const task = getDocument({
      url,
      worker,
      withCredentials: true,
      enableXfa: false,
      useWorkerFetch: false,
      // WebAssembly would need a hole in the content security policy.
      useWasm: false,
      BinaryDataFactory: createTableReader(),
      // Only says that there are tables; where each lies, the reader knows.
      cMapUrl: '/',
    })
    return toOpenedPdf(await task.promise)
  }
}

function toOpenedPdf(pdf: PDFDocumentProxy): OpenedPdf {
  return {
    pageCount: pdf.numPages,
    aspectOf: async (number, rotation) => {
      const page = await pdf.getPage(number)
      const { width, height } = viewportOf(page, { scale: 1, rotation })
      return height / width
    },
    draw: async (number, canvas, { width, rotation }) => {
      const page = await pdf.getPage(number)
      const pixels = width * Math.min(2, devicePixelRatio)
      const viewport = viewportOf(page, { scale: pixels / viewportOf(page, { scale: 1, rotation }).width, rotation })
      // Drawn aside and put up whole: two drawings of one page may overlap in time.
      const sheet = document.createElement('canvas')
      sheet.width = Math.floor(viewport.width)
      sheet.height = Math.floor(viewport.height)
      await page.render({ canvas: sheet, viewport, annotationMode: AnnotationMode.DISABLE }).promise
      canvas.width = sheet.width
      canvas.height = sheet.height
      canvas.getContext('2d')?.drawImage(sheet, 0, 0)
    },
    close: () => void pdf.destroy(),
  }
}

const viewportOf = (page: PDFPageProxy, { scale, rotation }: { scale: number; rotation: number }) =>
  page.getViewport({ scale, rotation: page.rotate + rotation })
