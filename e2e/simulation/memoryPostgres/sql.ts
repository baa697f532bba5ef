/** A statement's text with single spaces: what its form is read from. */
export const normalise = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')

/** Splits at a word that stands outside all parentheses and quotes. */
export function splitTop(text: string, word: string): string[] {
  const parts: string[] = []
  let depth = 0
  let isQuoted = false
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === "'") isQuoted = !isQuoted
    if (isQuoted) continue
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth !== 0 || !text.startsWith(word, at)) continue
    parts.push(text.slice(from, at).trim())
    from = at + word.length
  }
  return [...parts, text.slice(from).trim()]
}

/** What an expression is worth for a row; `column` finds a column or a field of the row by its name. */
export type Expression = (column: Column, values: readonly unknown[]) => unknown
type Column = (name: string) => unknown

/** The few forms of expressions that the statements of `server/src/db` are made of; throws for any other. */
export function readExpression(text: string): Expression {
  const parameter = /^\$(\d+)$/.exec(text)?.[1]
  if (parameter !== undefined) return (_column, values) => values[Number(parameter) - 1] ?? null
  const bytes = /^(?:en|de)code\((.+), 'hex'\)$/.exec(text)?.[1]
  // Bytes are kept as the hex that they come and go as.
  if (bytes !== undefined) return readExpression(bytes)
  const field = /^([\w.]+)->>?'(\w+)'$/.exec(text)
  if (field) return fieldOf(readExpression(field[1] ?? ''), field[2] ?? '')
  const name = /^(?:\w+\.)?"?(\w+)"?$/.exec(text)?.[1]
  if (name !== undefined) return (column) => column(name) ?? null
  throw new Error(`the memory store does not know the expression ${text}`)
}

const fieldOf =
  (whole: Expression, key: string): Expression =>
  (column, values) => {
    const value = whole(column, values)
    // Only jsonb columns are asked for their fields.
    return typeof value === 'object' && value !== null ? ((value as Record<string, unknown>)[key] ?? null) : null
  }

/** One condition of a `where`; `operand` is the column that it is about. `within`: with these parameters. */
export type Condition = {
  readonly operand: string
  readonly within: (values: readonly unknown[]) => (column: Column) => boolean
}

export function readCondition(text: string): Condition {
  const isSet = /^([\w.]+) is not null$/.exec(text)?.[1]
  const [left = '', right = ''] = splitTop(text, ' = ')
  const operand = (isSet ?? left).replace(/^\w+\./, '')
  const one = readExpression(operand)
  if (isSet !== undefined) return { operand, within: (values) => (column) => one(column, values) !== null }
  const among = /^any\((\$\d+)(?:::\w+\[\])?\)$/.exec(right)?.[1]
  const other = readExpression(among ?? right)
  if (among === undefined)
    return { operand, within: (values) => (column) => isSame(one(column, values), other(column, values)) }
  const within: Condition['within'] = (values) => {
    // `any` takes an array, which is a parameter.
    const wanted = new Set((other(() => null, values) as readonly unknown[]).map(foldCase))
    return (column) => wanted.has(foldCase(one(column, values)))
  }
  return { operand, within }
}

/** UUIDs differ in no more than case. */
const isSame = (a: unknown, b: unknown): boolean => a === b || foldCase(a) === foldCase(b)
const foldCase = (value: unknown): string => String(value).toLowerCase()
