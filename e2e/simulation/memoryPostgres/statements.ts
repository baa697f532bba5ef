import { appendToFeeds, readFeeds } from './feeds'
import { readInsert } from './insert'
import { readSelect } from './select'
import { normalise, readExpression, splitTop } from './sql'
import { putRow, rowsOf, type Row, type Tables, type Undo } from './tables'

export type Answer = { readonly command: string; readonly rows: readonly Row[]; readonly rowCount: number }
export type Statement = (tables: Tables, undo: Undo, values: readonly unknown[]) => Answer

/** What a statement does, read from its text; throws for a form that is not known. */
export function readStatement(original: string): Statement {
  const text = normalise(original)
  // One transaction at a time needs no locks, and nothing here is seen by scope.
  if (/^select (?:set_config|pg_advisory_xact_lock)\(/.test(text)) return () => selected([])
  if (text.startsWith('with entry as (')) {
    return (tables, undo, values) => {
      appendToFeeds(tables, undo, values)
      return { command: 'INSERT', rows: [], rowCount: 0 }
    }
  }
  if (text.includes('from jsonb_to_recordset($2) as cursor'))
    return (tables, _undo, values) => selected(readFeeds(tables, values))
  if (text.startsWith('insert into ')) {
    const write = readInsert(text)
    return (tables, undo, values) => {
      const written = write(tables, undo, values)
      return { command: 'INSERT', rows: text.includes(' returning ') ? written : [], rowCount: written.length }
    }
  }
  const update = /^update (\w+) set ([^()]+)$/.exec(text)
  if (update) return readUpdateOfAll(update[1] ?? '', update[2] ?? '')
  if (text.startsWith('select ')) {
    const work = readSelect(text)
    return (tables, _undo, values) => selected(work(tables, values))
  }
  throw new Error(`the memory store does not know the statement ${text}`)
}

/** `update t set a = $1, …`, of a table that has one row. */
function readUpdateOfAll(name: string, sets: string): Statement {
  const changes = splitTop(sets, ',').map((set) => {
    const [column = '', worth = ''] = splitTop(set, ' = ')
    return { column, read: readExpression(worth) }
  })
  return (tables, undo, values) => {
    const before = [...rowsOf(tables, name)]
    for (const [key, row] of before) {
      rowsOf(tables, name).delete(key)
      undo.push(() => rowsOf(tables, name).set(key, row))
      const changed = changes.map(({ column, read }) => [column, read((one) => row[one], values)] as const)
      putRow(tables, undo, { name, row: { ...row, ...Object.fromEntries(changed) } })
    }
    return { command: 'UPDATE', rows: [], rowCount: before.length }
  }
}

const selected = (rows: readonly Row[]): Answer => ({ command: 'SELECT', rows, rowCount: rows.length })
