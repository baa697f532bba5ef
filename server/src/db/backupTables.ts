import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { escapeIdentifier, type Client } from 'pg'
import { from, to } from 'pg-copy-streams'

/** A table with the columns that hold data; those that PostgreSQL works out itself are left to it. */
export type TableShape = { readonly name: string; readonly columns: readonly string[] }

/** How far a sequence has counted; null while it has not begun. As text, for it may be beyond what a number holds. */
export type SequenceState = { readonly name: string; readonly lastValue: string | null }

type Found = TableShape & { readonly refersTo: readonly string[] }

const FIND_TABLES = `
  select relation.relname as name, array_agg(field.attname::text order by field.attnum) as columns,
         array(select referred.relname::text
                 from pg_constraint as rule join pg_class as referred on referred.oid = rule.confrelid
                where rule.contype = 'f' and rule.conrelid = relation.oid and rule.confrelid <> relation.oid) as "refersTo"
    from pg_class as relation join pg_attribute as field on field.attrelid = relation.oid
   where relation.relnamespace = 'public'::regnamespace and relation.relkind = 'r'
     and field.attnum > 0 and not field.attisdropped and field.attgenerated = ''
   group by relation.oid order by relation.relname`

/** Every table of the program, from the catalogue: what a later migration adds is in the next backup by itself. */
export async function findTables(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<Found>(FIND_TABLES)
  return inLoadOrder(rows)
}

/** Those first that others refer to. Throws for a circle: such a backup could be made, and never be loaded. */
function inLoadOrder(tables: readonly Found[]): TableShape[] {
  const ordered: TableShape[] = []
  let left = tables
  while (left.length > 0) {
    const isDone = (name: string): boolean => ordered.some((one) => one.name === name)
    const ready = left.filter(({ refersTo }) => refersTo.every(isDone))
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${namesOf(left).join(', ')}`)
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })))
    left = left.filter(({ name }) => !isDone(name))
  }
  return ordered
}

export const namesOf = (tables: readonly { readonly name: string }[]): string[] => tables.map(({ name }) => name)

export async function readSequences(client: Client): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(
    `select sequencename::text as name, last_value::text as "lastValue"
       from pg_sequences where schemaname = 'public' order by sequencename`,
  )
  return rows
}

export async function setSequence(client: Client, { name, lastValue }: SequenceState): Promise<void> {
  if (lastValue === null) return
  await client.query(`select setval(format('public.%I', $1::text)::regclass, $2::bigint)`, [name, lastValue])
}

/** All rows in COPY's text format: a line for each, the same from every version of PostgreSQL and every machine. */
export const linesOf = (client: Client, table: TableShape): Readable =>
  client.query(to(`copy ${placeOf(table)} to stdout`))

/** Reads such lines in, and answers how many rows they were. */
export async function copyIn(client: Client, table: TableShape, source: Readable): Promise<number> {
  const sink = client.query(from(`copy ${placeOf(table)} from stdin`))
  await pipeline(source, sink)
  return sink.rowCount
}

/** What migrations wrote of themselves goes: a backup holds its tables whole. */
export async function emptyTables(client: Client, tables: readonly TableShape[]): Promise<void> {
  await client.query(`truncate ${tables.map(nameOf).join(', ')}`)
}

/** Tells the planner what it has before it; by itself it would learn that only in a minute. */
export async function analyzeTables(client: Client, tables: readonly TableShape[]): Promise<void> {
  await client.query(`analyze ${tables.map(nameOf).join(', ')}`)
}

const nameOf = ({ name }: TableShape): string => `public.${escapeIdentifier(name)}`
const placeOf = (table: TableShape): string => `${nameOf(table)} (${table.columns.map(escapeIdentifier).join(', ')})`
