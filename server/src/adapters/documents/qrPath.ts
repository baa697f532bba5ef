import QRCode from 'qrcode'

/**
 * A QR code as SVG path data, a square of `sidePt`: one subpath per run of dark modules, sharp at any size. Leave four
 * modules of white around it (ISO/IEC 18004). Throws when the text does not fit (2,331 bytes).
 */
export function qrPath(text: string, sidePt: number): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const modulePt = sidePt / modules.size
  const at = (index: number): string => (index * modulePt).toFixed(3)
  const rows = Array.from({ length: modules.size }, (_, row) =>
    darkRuns(modules, row).map(({ from, to }) => `M${at(from)} ${at(row)}H${at(to)}V${at(row + 1)}H${at(from)}Z`),
  )
  return rows.flat().join('')
}

function darkRuns(modules: QRCode.BitMatrix, row: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (let column = 0; column < modules.size; column += 1) {
    if (!modules.get(row, column)) continue
    const last = runs.at(-1)
    if (last?.to === column) runs[runs.length - 1] = { from: last.from, to: column + 1 }
    else runs.push({ from: column, to: column + 1 })
  }
  return runs
}
