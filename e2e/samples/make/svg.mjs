const SANS = 'Noto Sans CJK SC'
const SERIF = 'Noto Serif CJK SC'
export const INK = '#20242a'
export const RED = '#c23b30'

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A line of text; `x`, `y` are the start of its baseline unless `anchor` says otherwise. */
export function text(x, y, words, options = {}) {
  const { size = 26, fill = INK, weight = 400, anchor = 'start', spacing = 0, serif = false, turn = 0 } = options
  return `<text xml:space="preserve" x="${x}" y="${y}" font-family="${serif ? SERIF : SANS}" font-size="${size}" font-weight="${weight}" fill="${fill}"
    text-anchor="${anchor}" letter-spacing="${spacing}" transform="rotate(${turn} ${x} ${y})">${escape(words)}</text>`
}

/** Lines at most `widthEm` wide (Han 1, Latin 0.55); a closing mark hangs over rather than begin a line. */
export function paragraph(x, y, words, { widthEm, leading, ...options }) {
  const lines = ['']
  let usedEm = 0
  for (const character of words) {
    const em = character < '\u2000' ? 0.55 : 1
    if (usedEm + em > widthEm && !/[，。；：、）》”\w]/u.test(character)) {
      lines.push('')
      usedEm = 0
    }
    lines[lines.length - 1] += character
    usedEm += em
  }
  return {
    svg: lines.map((words, at) => text(x, y + at * leading, at === 0 ? words : words.trimStart(), options)).join(''),
    nextY: y + lines.length * leading,
  }
}

export const line = (x1, y1, x2, y2, stroke = INK, width = 2) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}" stroke-width="${width}"/>`

export const box = (x, y, width, height, options = {}) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${options.radius ?? 0}" fill="${options.fill ?? 'none'}"
    stroke="${options.stroke ?? 'none'}" stroke-width="${options.strokeWidth ?? 2}"/>`

/** A seal that cannot be taken for a real one. */
export function voidSeal(x, y, words, radius = 118) {
  const step = 136 / words.length
  const arc = Array.from(words, (character, at) => {
    const turn = (at - (words.length - 1) / 2) * step
    return `<g transform="rotate(${turn})">${text(0, -radius * 0.7, character, { size: radius * 0.2, fill: RED, anchor: 'middle' })}</g>`
  })
  return `<g transform="translate(${x} ${y})" opacity="0.86"><circle r="${radius}" fill="none" stroke="${RED}" stroke-width="6"/>${arc.join('')}
    <g transform="translate(0 16) rotate(-10)"><rect x="${-radius * 1.1}" y="-26" width="${radius * 2.2}" height="56" fill="#fff" stroke="${RED}" stroke-width="4"/>
    ${text(0, 15, '样张·无效', { size: 40, weight: 700, fill: RED, anchor: 'middle', spacing: 8 })}</g></g>`
}

/** The whole sheet, with 样张 across it: nobody shall take a sample for a paper. */
export function sheet(width, height, inside, { fill = '#fdfcf8', radius = 0, markSize = 150, mark = '样张' } = {}) {
  const turn = -28
  const marks = [0.26, 0.62].map((at) =>
    text(width / 2, height * (at + 0.12), `${mark}　仅供演示`, {
      size: markSize,
      weight: 700,
      fill: '#b03a30',
      anchor: 'middle',
      spacing: 18,
      turn,
    }).replace('<text', '<text opacity="0.10"'),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    ${box(0, 0, width, height, { fill, radius })}${inside}${marks.join('')}</svg>`
}

/** Someone's handwriting, or nearly: a stroke that wanders along the line. */
export function signature(x, y, random, { width = 170, colour = '#1d2a52' } = {}) {
  let d = `M${x} ${y}`
  for (let at = 0; at < 9; at += 1) {
    const step = width / 9
    d += `q${step * random()} ${-46 * random() - 8} ${step} ${(random() - 0.5) * 26}`
  }
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>`
}
