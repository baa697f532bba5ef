import { Socket } from 'node:net'
import { Pool, types } from 'pg'
import { instantFromMs } from '@onetrip/shared/lib/time'

const { INT8, DATE, TIMESTAMPTZ } = types.builtins
/** The array types of the three; pg's table of names has no arrays. Source: pg_type.dat. */
const [INT8_ARRAY, DATE_ARRAY, TIMESTAMPTZ_ARRAY, TEXT_ARRAY] = [1016, 1182, 1185, 1009]

/**
 * Connections to one PostgreSQL as one role. Values come back in the project's own types: `int8` as a number (throws
 * beyond 2^53), `date` as PlainDate text, `timestamptz` as Instant text; `numeric` stays text, `bytea` is a Buffer.
 */
export function createPool(url: string, { max }: { readonly max: number }): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    pipeline: true,
    stream: () => new PatientSocket(),
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser },
  })
  // An idle connection that breaks is thrown away by the pool; whoever needs the next one learns of the outage.
  pool.on('error', () => undefined)
  return pool
}

/** pg corks its socket for each statement; this one sends in one packet all that was asked until the tick ended. */
class PatientSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork())
  }
}

type Parse = (text: string) => unknown

const parserByType = new Map<number, Parse>([
  [INT8, toSafeInteger],
  [INT8_ARRAY, eachOf(toSafeInteger)],
  [DATE, (text) => text],
  [DATE_ARRAY, eachOf((text) => text)],
  [TIMESTAMPTZ, toInstant],
  [TIMESTAMPTZ_ARRAY, eachOf(toInstant)],
])

function getTypeParser(oid: number, format?: string): Parse {
  return (format === 'binary' ? undefined : parserByType.get(oid)) ?? pgParser(oid, format)
}

/** pg's own parser. Its types say `any` and know only the types that have names there. */
function pgParser(oid: number, format = 'text'): Parse {
  const getParser = types.getTypeParser as (oid: number, format: string) => Parse
  return getParser(oid, format)
}

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`int8 value ${text} does not fit a number`)
  return value
}

function toInstant(text: string): string {
  const value = pgParser(TIMESTAMPTZ)(text)
  if (!(value instanceof Date)) throw new Error(`timestamptz value ${text} is no moment in time`)
  return instantFromMs(value.getTime())
}

function eachOf(parse: Parse): Parse {
  const split = pgParser(TEXT_ARRAY)
  return (text) => {
    const items = split(text)
    if (!Array.isArray(items)) throw new Error(`${text} is no array`)
    return items.map((item: unknown) => (typeof item === 'string' ? parse(item) : item))
  }
}
