import { ScanId } from '@onetrip/shared/lib/ids'
import { createHash } from 'node:crypto'
import { findDocument, markPrinted, type StoredDocument } from '../../db/documents'
import { inTransaction } from '../../db/transaction'
import type { ScanStore } from '../files/files'
import type { House } from '../house'
import { Notice } from './notice'
import type { DocumentPrinter, PrintedDocument } from './printer'
import { ResultDocument } from './resultDocument'

export type PrintDeps = {
  readonly house: House
  readonly printer: DocumentPrinter
  /** Printed files by their hash; apart from the scans, which tablets bring. */
  readonly documents: ScanStore
}

/**
 * Prints a written act from its model and keeps the file by its hash. The same model gives the same bytes, so a repeat
 * changes nothing. Characters that no font has are told to the log by their number of kinds: a person must look.
 */
export async function printDocument({ house, printer, documents }: PrintDeps, documentId: string): Promise<void> {
  const { districtId } = house
  const scope = { districtId, postId: 'printer', role: 'printer', unitId: districtId }
  const document = await inTransaction(house.pool, scope, (tx) => findDocument(tx, districtId, documentId))
  if (!document) throw new Error(`document ${documentId} is to be printed and does not exist`)
  if (document.fileSha256 !== null) return

  const { bytes, missingCharacters } = await print(printer, document)
  const missing = missingCharacters.length
  if (missing > 0) house.report(new Error(`document ${documentId}: ${missing} characters are in no font`))
  const fileSha256 = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  await documents.put(fileSha256, bytes)
  await inTransaction(house.pool, scope, (tx) =>
    markPrinted(tx, districtId, { documentId, fileSha256, printedAt: house.clock() }),
  )
}

/** A model was validated by its type when it was written; parsed all the same, for it may be ten years old. */
const print = (printer: DocumentPrinter, { kind, model }: StoredDocument): Promise<PrintedDocument> =>
  kind === 'result' ? printer.printResult(ResultDocument.parse(model)) : printer.printNotice(Notice.parse(model))
