import type { Notice } from './notice'
import type { ResultDocument } from './resultDocument'

/** A finished file. The same input always gives the same bytes, so a repeated job changes nothing. */
export type PrintedDocument = {
  readonly bytes: Uint8Array
  readonly mediaType: 'application/pdf'
  /** Characters that no font has, each once. The page shows them as `[U+2E9F5]`: a person must look before it goes out. */
  readonly missingCharacters: readonly string[]
}

/** Sets official documents on paper. Throws only when the fonts cannot be read: a document is printed whole or not at all. */
export type DocumentPrinter = {
  printResult(document: ResultDocument): Promise<PrintedDocument>
  printNotice(notice: Notice): Promise<PrintedDocument>
}
