/** One measured figure beside the physical floor of the same run. Ratios travel between machines, milliseconds do not. */
export type Figure = {
  readonly name: string
  readonly unit: Unit
  readonly value: number
  /** What the machine itself needs for the same bytes; absent where there is none. */
  readonly floor?: { readonly name: string; readonly value: number }
  /** Of the value, or of the value divided by the floor; absent where the figure only explains another. */
  readonly limit?: { readonly of: 'value' | 'ratio' } & ({ readonly atMost: number } | { readonly atLeast: number })
}

/** `×`: so many times the payload, or another count. */
export type Unit = 'ms' | 's' | 'KB' | 'MB' | 'MB/s' | 'cases/s' | 'ms/case' | 'requests' | '×'

const DECIMALS = {
  ms: 1,
  s: 1,
  KB: 1,
  MB: 0,
  'MB/s': 1,
  'cases/s': 0,
  'ms/case': 2,
  requests: 0,
  '×': 3,
} as const satisfies Record<Unit, number>

export const ratioOf = ({ value, floor }: Figure): number | undefined => floor && value / floor.value

/** True also where nothing is wanted. */
export function isKept(figure: Figure): boolean {
  const { limit } = figure
  if (!limit) return true
  const measured = limit.of === 'value' ? figure.value : (ratioOf(figure) ?? Number.NaN)
  return 'atMost' in limit ? measured <= limit.atMost : measured >= limit.atLeast
}

/** One line for a person: figure, floor, ratio, limit. */
export function describeFigure(figure: Figure): string {
  const { name, unit, value, floor, limit } = figure
  const told = (amount: number): string => `${amount.toFixed(DECIMALS[unit])} ${unit}`
  const beside = floor ? `; floor ${told(floor.value)} (${floor.name}), × ${(value / floor.value).toFixed(2)}` : ''
  const wanted = limit ? `; wanted ${describeLimit(limit, unit)}` : ''
  return `${markOf(figure)} ${name}: ${told(value)}${beside}${wanted}`
}

function markOf(figure: Figure): string {
  if (!figure.limit) return '·'
  return isKept(figure) ? '✓' : '✗'
}

function describeLimit(limit: NonNullable<Figure['limit']>, unit: Unit): string {
  const bound = 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`
  return `${bound} ${limit.of === 'value' ? unit : '× floor'}`
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}
