/** The smallest piece that a line may end after: one Han character, one word, one run of digits. */
export type BreakUnit = { readonly text: string; readonly widthPt: number }

// Source: GB/T 15834-2011 §5.1 (避头尾), and the W3C's Requirements for Chinese Text Layout.
const NEVER_FIRST = new Set('，。、；：！？）】》〉」』”’％—…·～,.!?:;)]}%')
const NEVER_LAST = new Set('（【《〈「『“‘([{￥$')

/**
 * Fills lines greedily, the first one shorter by `indentPt`. No line begins with a closing mark or ends with an opening
 * one, unless a whole line holds nothing else. Spaces at a break are dropped; nothing else ever is. No line is wider
 * than `widthPt` unless a single unit is.
 */
export function breakLines<U extends BreakUnit>(units: readonly U[], widthPt: number, indentPt = 0): U[][] {
  const lines: U[][] = []
  let start = 0
  while (start < units.length) {
    const end = lineEnd(units, start, widthPt - (lines.length === 0 ? indentPt : 0))
    lines.push(units.slice(start, withoutSpaces(units, start, end)))
    start = end
    while (units[start]?.text === ' ') start += 1
  }
  return lines
}

function lineEnd(units: readonly BreakUnit[], start: number, widthPt: number): number {
  const full = fullLineEnd(units, start, widthPt)
  if (full === units.length) return full
  for (let at = full; at > start; at -= 1) {
    if (mayBreakAt(units, at)) return at
  }
  return Math.max(full, start + 1)
}

function fullLineEnd(units: readonly BreakUnit[], start: number, widthPt: number): number {
  let end = start
  let usedPt = 0
  for (let unit = units[end]; unit; unit = units[end]) {
    // A space may hang over the edge: it is dropped there.
    if (unit.text !== ' ' && usedPt + unit.widthPt > widthPt) break
    usedPt += unit.widthPt
    end += 1
  }
  return end
}

/** Spaces around a break are dropped, so what counts is what stands beyond them. */
function mayBreakAt(units: readonly BreakUnit[], at: number): boolean {
  let after = at
  while (units[after]?.text === ' ') after += 1
  const last = Array.from(units[withoutSpaces(units, 0, at) - 1]?.text ?? '').at(-1) ?? ''
  const first = Array.from(units[after]?.text ?? '')[0] ?? ''
  return !NEVER_LAST.has(last) && !NEVER_FIRST.has(first)
}

function withoutSpaces(units: readonly BreakUnit[], start: number, end: number): number {
  let last = end
  while (last > start && units[last - 1]?.text === ' ') last -= 1
  return last
}
