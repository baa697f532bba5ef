import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { readExpression, splitTop } from './sql'
import { keyOf, putRow, rowsOf, uniqueViolation, type Row, type Tables, type Undo } from './tables'

/** Works a writing statement off; answers of each row that was written whether it is new. */
export type Write = (tables: Tables, undo: Undo, values: readonly unknown[]) => { readonly isNew: boolean }[]

const FORM =
  /^insert into (\w+)(?: as \w+)? \(([^)]+)\) (?:values \((.+?)\)|select (.+) from (jsonb_to_recordset|jsonb_array_elements)\(\$2\) as \w+(?: \([^)]*\))?)(?: on conflict \(.+?\) do (nothing|update set .+?))?( returning xmax = 0 as "isNew")?$/

/** `insert into t (…) values (…)`, or `select … from jsonb_to_recordset($2)`, each with or without `on conflict`. */
export function readInsert(text: string): Write {
  const form = FORM.exec(text)
  if (!form) throw new Error(`the memory store does not know the statement ${text}`)
  const [, table = '', list = '', single, many = '', source, conflict] = form
  const columns = splitTop(list, ',')
  const expressions = splitTop(single ?? many, ',').map(readExpression)
  const change = conflict === undefined ? undefined : readChange(conflict)
  const sourceRows = (values: readonly unknown[]): readonly Row[] => {
    if (single !== undefined) return [{}]
    const items = JSON.parse(String(values[1])) as readonly Row[] // The program passes JSON of rows and nothing else.
    return source === 'jsonb_array_elements' ? items.map((body) => ({ body })) : items
  }
  return (tables, undo, values) => {
    const rows = rowsOf(tables, table)
    return sourceRows(values).flatMap((from) => {
      const fresh: Record<string, unknown> = {}
      for (const [nth, read] of expressions.entries()) fresh[columns[nth] ?? ''] = read((name) => from[name], values)
      const known = rows.get(keyOf(table, fresh))
      if (known && !change) throw uniqueViolation(`${table}_pkey`)
      const row = known && change ? change(known, fresh) : fresh
      if (row) putRow(tables, undo, { name: table, row })
      return row ? [{ isNew: !known }] : []
    })
  }
}

/** What becomes of a row that was there: nothing, or the named columns of the new one in place of its own. */
function readChange(text: string): (known: Row, fresh: Row) => Row | undefined {
  if (text === 'nothing') return () => undefined
  const [sets = '', where] = splitTop(text.replace(/^update set /, ''), ' where ')
  const columns = splitTop(sets, ',').map((set) => {
    const column = /^(\w+) = excluded\.\1$/.exec(set)?.[1]
    if (column === undefined) throw new Error(`the memory store does not know the change ${set}`)
    return column
  })
  const conditions = where === undefined ? [] : splitTop(where, ' and ').map(readComparison)
  return (known, fresh) => {
    if (!conditions.every((holds) => holds(known, fresh))) return undefined
    return { ...known, ...Object.fromEntries(columns.map((column) => [column, fresh[column]])) }
  }
}

/** Of a row that was there with the one that comes: the same, or another. What is null is neither. */
function readComparison(text: string): (known: Row, fresh: Row) => boolean {
  const form = /^\w+\.(\w+) (=|<>) excluded\.\1$/.exec(text)
  if (!form) throw new Error(`the memory store does not know the condition ${text}`)
  const [, column = '', comparison] = form
  return (known, fresh) => {
    const [one, other] = [known[column] ?? null, fresh[column] ?? null]
    if (one === null || other === null) return false
    return (canonicalJson(one) === canonicalJson(other)) === (comparison === '=')
  }
}
