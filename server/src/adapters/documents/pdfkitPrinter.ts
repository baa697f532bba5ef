import type { PlainDate } from '@onetrip/shared/lib/time'
import { wordNotice } from '../../domain/document/noticeWording'
import type { DocumentPrinter, PrintedDocument } from '../../domain/document/printer'
import { composeNotice } from './composeNotice'
import { composeResult } from './composeResult'
import type { Sheet } from './marks'
import { paintPdf } from './paint'
import type { Typefaces } from './typefaces'

/** Prints with pdfkit. Nothing is fetched, nothing random goes in: the file's date is the document's own. */
export function createPdfkitPrinter(openFaces: () => Promise<Typefaces>): DocumentPrinter {
  return {
    printResult: async (document) => {
      const faces = await openFaces()
      return print(faces, composeResult(faces, document), {
        title: `${document.title} ${document.number}`,
        organName: document.organName,
        date: document.issuedOn,
      })
    },
    printNotice: async (notice) => {
      const faces = await openFaces()
      return print(faces, composeNotice(faces, notice), {
        title: `${wordNotice(notice).title} ${notice.number}`,
        organName: notice.organName,
        date: notice.date,
      })
    },
  }
}

type Imprint = { readonly title: string; readonly organName: string; readonly date: PlainDate }

async function print(faces: Typefaces, sheets: readonly Sheet[], imprint: Imprint): Promise<PrintedDocument> {
  const bytes = await paintPdf(sheets, faces, {
    title: imprint.title,
    author: imprint.organName,
    createdAt: new Date(`${imprint.date}T00:00:00Z`),
  })
  return { bytes, mediaType: 'application/pdf', missingCharacters: missingIn(sheets) }
}

function missingIn(sheets: readonly Sheet[]): string[] {
  const named = sheets
    .flat()
    .flatMap((mark) => (mark.kind === 'text' && mark.standsFor !== undefined ? [mark.standsFor] : []))
  return [...new Set(named)]
}
