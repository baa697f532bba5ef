import type { OpenPdf } from '../../features/review/pdf'

/** Fetches the PDF library, and starts its worker, with the first PDF that somebody looks at. */
export function createPdfOpener(): OpenPdf {
  const loaded: { open: OpenPdf | undefined } = { open: undefined }
  return async (url) => {
    const { startPdfJs } = await import('./pdfJs')
    loaded.open ??= startPdfJs()
    return loaded.open(url)
  }
}
