import { createHash, randomBytes } from 'node:crypto'

/** A page that stays as it is from the finger to the department, so that its hash is known outside. */
export type SamplePdf = { readonly name: string; readonly bytes: Buffer; readonly sha256: string }

/** A PDF of one page that says `words` in clear, with so many random bytes in it that nothing makes it small. */
export function makePdf(words: string, { name = 'page.pdf', weightBytes = 2_000 } = {}): SamplePdf {
  const text = `BT /F1 12 Tf 40 700 Td (${words}) Tj ET`
  const noise = randomBytes(Math.ceil(weightBytes / 2)).toString('hex')
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(text)} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${noise.length} >>\nstream\n${noise}\nendstream`,
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = bodies.map((body, nth) => {
    const offset = Buffer.byteLength(pdf)
    pdf += `${nth + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const head = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}`
  const tail = `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${Buffer.byteLength(pdf)}\n%%EOF\n`
  const bytes = Buffer.from(pdf + head + tail)
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
