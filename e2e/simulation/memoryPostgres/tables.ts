import { DatabaseError } from 'pg'

export type Row = Readonly<Record<string, unknown>>
/** The rows of a table by primary key. A row is never changed, only replaced, so a copy of the map is a snapshot. */
export type Table = Map<string, Row>
export type Tables = ReadonlyMap<string, Table>

type Shape = { readonly key: readonly string[]; readonly unique?: Readonly<Record<string, readonly string[]>> }

/** The tables that the use cases of sync touch, with the keys that their migrations give them. */
const SHAPES: Readonly<Record<string, Shape>> = {
  server_epoch: { key: ['epoch'] },
  district: { key: ['district_id'] },
  station: { key: ['district_id', 'station_id'] },
  department: { key: ['district_id', 'department_id'] },
  device: {
    key: ['district_id', 'device_id'],
    unique: { device_district_id_station_id_device_number_key: ['district_id', 'station_id', 'device_number'] },
  },
  cases: {
    key: ['district_id', 'case_id'],
    unique: {
      cases_district_id_receipt_number_key: ['district_id', 'receipt_number'],
      cases_district_id_query_code_sha256_key: ['district_id', 'query_code_sha256'],
    },
  },
  task: {
    key: ['district_id', 'task_id'],
    unique: { task_district_id_case_id_item_code_key: ['district_id', 'case_id', 'item_code'] },
  },
  case_event: { key: ['district_id', 'case_id', 'seq'] },
  operation: { key: ['district_id', 'op_id'] },
  scan: { key: ['district_id', 'case_id', 'scan_id'] },
  upload: { key: ['district_id', 'upload_id'] },
  feed: { key: ['district_id', 'feed_id'] },
  feed_row: { key: ['district_id', 'feed_id', 'entity_id'] },
  document: {
    key: ['district_id', 'document_id'],
    unique: { document_district_id_task_id_kind_key: ['district_id', 'task_id', 'kind'] },
  },
  dispatch: { key: ['district_id', 'dispatch_id'] },
  announcement: { key: ['district_id', 'kind', 'task_id'] },
  audit_row: { key: ['district_id', 'audit_id'] },
}

function shapeOf(name: string): Shape {
  const shape = SHAPES[name]
  if (!shape) throw new Error(`the memory store has no table ${name}`)
  return shape
}

export const emptyTables = (): Tables => new Map(Object.keys(SHAPES).map((name) => [name, new Map()]))

export function rowsOf(tables: Tables, name: string): Table {
  const table = tables.get(name)
  if (!table) throw new Error(`the memory store has no table ${name}`)
  return table
}

const valuesOf = (row: Row, columns: readonly string[]): string =>
  columns.map((column) => String(row[column])).join(' ')

export const keyOf = (name: string, row: Row): string => valuesOf(row, shapeOf(name).key)

/** What takes a transaction's changes back, in the order of the changes. */
export type Undo = (() => void)[]

/** Puts a row in, in place of the one under its key; throws as PostgreSQL would where another row is in its way. */
export function putRow(tables: Tables, undo: Undo, { name, row }: { readonly name: string; readonly row: Row }): void {
  const table = rowsOf(tables, name)
  const key = keyOf(name, row)
  for (const [constraint, columns] of Object.entries(shapeOf(name).unique ?? {})) {
    const taken = valuesOf(row, columns)
    for (const [otherKey, other] of table)
      if (otherKey !== key && valuesOf(other, columns) === taken) throw uniqueViolation(constraint)
  }
  const before = table.get(key)
  undo.push(() => (before ? table.set(key, before) : table.delete(key)))
  table.set(key, row)
}

export const copyOf = (tables: Tables): Tables => new Map([...tables].map(([name, table]) => [name, new Map(table)]))

/** Whether these columns are the table's key: then a row is found without a search. */
export const isKey = (name: string, columns: readonly string[]): boolean => {
  const { key } = shapeOf(name)
  return key.length === columns.length && key.every((column) => columns.includes(column))
}

/** As PostgreSQL names it: which rule a sender broke is read from the constraint. */
export function uniqueViolation(constraint: string): DatabaseError {
  const error = new DatabaseError(`duplicate key value violates unique constraint "${constraint}"`, 0, 'error')
  error.code = '23505'
  error.constraint = constraint
  return error
}
