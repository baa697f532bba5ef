/** One measured figure beside the physical floor of the same run. Ratios travel between machines, milliseconds do not. */
export type Figure = {
  readonly name: string
  readonly unit: 'ms' | 'KB'
  readonly value: number
  /** What the machine itself needs for the same bytes; absent where there is none. */
  readonly floor?: { readonly name: string; readonly value: number }
  readonly limit: { readonly kind: 'value' | 'ratio'; readonly max: number }
}

export const ratioOf = ({ value, floor }: Figure): number | undefined => floor && value / floor.value

export const isKept = (figure: Figure): boolean =>
  figure.limit.kind === 'value'
    ? figure.value <= figure.limit.max
    : (ratioOf(figure) ?? Number.POSITIVE_INFINITY) <= figure.limit.max

/** One line for a person: figure, floor, ratio, limit. */
export function describeFigure(figure: Figure): string {
  const { name, unit, value, floor, limit } = figure
  const ratio = ratioOf(figure)
  const beside = floor ? `; floor ${floor.value.toFixed(1)} ${unit} (${floor.name}), × ${(ratio ?? 0).toFixed(2)}` : ''
  const wanted = limit.kind === 'value' ? `≤ ${limit.max} ${unit}` : `≤ ${limit.max} × floor`
  return `${isKept(figure) ? '✓' : '✗'} ${name}: ${value.toFixed(1)} ${unit}${beside}; wanted ${wanted}`
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}
