import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** As much of PDFium as is used here; it is the server's dependency, and this is a reader that the server is not. */
type Pdfium = {
  readonly PDFiumLibrary: {
    readonly init: () => Promise<{
      readonly loadDocument: (bytes: Uint8Array) => Promise<{
        readonly pages: () => Iterable<{ readonly getText: () => string }>
        readonly destroy: () => void
      }>
      readonly destroy: () => void
    }>
  }
}

/** The words of a PDF as a reader copies them, without line ends. */
export async function readPdfText(bytes: Uint8Array): Promise<string> {
  const fromServer = createRequire(resolve('server', 'package.json'))
  // `as`: an import by path has no types.
  const { PDFiumLibrary } = (await import(pathToFileURL(fromServer.resolve('@hyzyla/pdfium')).href)) as Pdfium
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const text = Array.from(document.pages(), (page) => page.getText()).join('')
  document.destroy()
  library.destroy()
  return text.replaceAll(/[\r\n]/g, '')
}
