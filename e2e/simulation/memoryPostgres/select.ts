import { readCondition, readExpression, splitTop, type Expression } from './sql'
import { isKey, keyOf, rowsOf, type Row, type Tables } from './tables'

/** Works a statement off; answers its rows. */
export type Work = (tables: Tables, values: readonly unknown[]) => Row[]

/** `select … from a [join b using (…)]… [where …] [order by …]`. */
export function readSelect(text: string): Work {
  const [head = '', ...tail] = splitTop(text, ' from ')
  const [unordered = '', order] = splitTop(tail.join(' from '), ' order by ')
  const [sources = '', where] = splitTop(unordered, ' where ')
  const [first = '', ...joins] = splitTop(sources, ' join ')
  const columns = splitTop(head.replace(/^select /, ''), ',').map(readColumn)
  const conditions = where === undefined ? [] : splitTop(where, ' and ').map(readCondition)
  const joined = joins.map(readJoin)
  return (tables, values) => {
    const asked = conditions.map(({ operand, within }) => ({ operand, holds: within(values) }))
    const meets = (row: Row, isEarly: boolean): boolean => {
      const column = (name: string): unknown => row[name]
      return asked.every(({ operand, holds }) => (isEarly && !(operand in row)) || holds(column))
    }
    // What can be told by the first table alone is told before anything is joined to it.
    const early = [...rowsOf(tables, first).values()].filter((row) => meets(row, true))
    const found = joined.reduce<Row[]>((rows, join) => join(tables, rows), early).filter((row) => meets(row, false))
    const sorted = order === undefined ? found : found.toSorted((a, b) => compare(a[order], b[order]))
    return sorted.map((row) => {
      const answer: Record<string, unknown> = {}
      for (const { name, read } of columns) answer[name] = read(tables, row, values)
      return answer
    })
  }
}

type Column = {
  readonly name: string
  readonly read: (tables: Tables, row: Row, values: readonly unknown[]) => unknown
}

function readColumn(text: string): Column {
  const [whole = '', alias] = splitTop(text, ' as ')
  const name = (alias ?? whole).replaceAll('"', '').replace(/^\w+\./, '')
  if (whole.startsWith('array(select distinct')) return { name, read: readDistinct(whole) }
  const expression: Expression = readExpression(whole)
  return { name, read: (_tables, row, values) => expression((column) => row[column], values) }
}

/** `array(select distinct x from t where t.a = s.a and … and kind in (…))`: the persons who took something in. */
function readDistinct(text: string): Column['read'] {
  const form = /^array\(select distinct (\S+) from (\w+) where (.+) and (\w+) in \((.+)\)\)$/.exec(text)
  if (!form) throw new Error(`the memory store does not know ${text}`)
  const [, what = '', table = '', where = '', column = '', list = ''] = form
  const shared = where.split(' and ').map((part) => /\.(\w+) = /.exec(part)?.[1] ?? part)
  const among = list.split(', ').map((word) => word.replaceAll("'", ''))
  const expression = readExpression(what)
  return (tables, outer, values) => {
    const rows = [...rowsOf(tables, table).values()].filter(
      (row) => shared.every((name) => row[name] === outer[name]) && among.includes(String(row[column])),
    )
    return [...new Set(rows.map((row) => expression((name) => row[name], values)))].toSorted(compare)
  }
}

function readJoin(text: string): (tables: Tables, left: readonly Row[]) => Row[] {
  const form = /^(\w+) using \((.+)\)$/.exec(text)
  if (!form) throw new Error(`the memory store does not know the join ${text}`)
  const [, table = '', list = ''] = form
  if (!isKey(table, list.split(', '))) throw new Error(`the memory store joins by keys only: ${text}`)
  return (tables, left) =>
    left.flatMap((row) => {
      const other = rowsOf(tables, table).get(keyOf(table, row))
      return other ? [{ ...other, ...row }] : []
    })
}

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}
