import { inject, type InjectionKey } from 'vue'

/** How a page is drawn: `rotation` in degrees clockwise, `width` in CSS pixels. */
export type PdfView = { readonly width: number; readonly rotation: number }

export type OpenedPdf = {
  readonly pageCount: number
  /** Height over width of a page, turned. */
  readonly aspectOf: (page: number, rotation: number) => Promise<number>
  readonly draw: (page: number, canvas: HTMLCanvasElement, view: PdfView) => Promise<void>
  readonly close: () => void
}

/** Rejects when the file cannot be fetched or read. */
export type OpenPdf = (url: string) => Promise<OpenedPdf>

/** Made in `app/`, which may start a worker; the library comes with the first PDF. */
export const OPEN_PDF: InjectionKey<OpenPdf> = Symbol('open-pdf')

export function useOpenPdf(): OpenPdf {
  const open = inject(OPEN_PDF)
  if (!open) throw new Error('no PDF reader: app.provide(OPEN_PDF, …) is missing')
  return open
}
