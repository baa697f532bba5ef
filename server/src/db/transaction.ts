import { hash } from 'node:crypto'
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import type { DistrictId } from '@onetrip/shared/lib/ids'

/**
 * Who acts, told to the database so that row-level security can follow: no policy reads it yet. It holds for one
 * transaction and dies with it.
 */
export type Scope = {
  readonly districtId: DistrictId
  readonly postId: string
  readonly role: string
  /** The station or the department of the post. */
  readonly unitId: string
}

/**
 * The inside of one transaction. Its end is the end of this object: a query after it throws. What is asked at once
 * (`Promise.all`) leaves in one packet and is worked off in the order of asking, each with what those before it wrote
 * and locked; after a failure all the others fail with the same error.
 */
export type Tx = {
  /** Answers the rows. `text` is a constant of the program: values only ever travel as `$1` parameters. */
  // The caller names the shape of the rows that the text asks for; only the database's tests can prove it.
  readonly query: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Answers how many rows were written. */
  readonly execute: (text: string, values?: readonly unknown[]) => Promise<number>
}

/**
 * The only way to the database: everything that `fn` does is committed together, or nothing when it throws. If the
 * connection breaks in COMMIT it throws although the work may be stored: callers repeat under the same key.
 */
export async function inTransaction<T>(pool: Pool, scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const watch = watchForBreak(client)
  try {
    return await runInTransaction(client, scope, fn)
  } catch (error) {
    await client.query('rollback').catch(watch.markBroken)
    throw error
  } finally {
    // A broken connection is thrown away instead of going back to the pool.
    client.release(watch.end())
  }
}

async function runInTransaction<T>(client: PoolClient, scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await work(openTx(client), begin(client, scope), fn)
  const { command } = await client.query('commit')
  // PostgreSQL answers ROLLBACK, without an error, when a failed statement was caught on the way.
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a failed statement had been swallowed')
  return result
}

/**
 * What `fn` asks first leaves together with `begin` and does not wait for its answer: the server works off a
 * connection's statements in order. Where `begin` fails its error is the news, and nothing more is sent. (A `begin` that
 * an operator cancelled would leave what came with it to stand alone: as a broken COMMIT, it throws and may be stored.)
 */
async function work<T>({ tx, close }: OpenTx, begun: Promise<void>, fn: (tx: Tx) => Promise<T>): Promise<T> {
  begun.catch(close)
  try {
    return await fn(tx)
  } finally {
    close()
    await begun
  }
}

const SET_SCOPE = `select set_config('app.district_id', $1, true), set_config('app.post_id', $2, true),
  set_config('app.role', $3, true), set_config('app.unit_id', $4, true)`

async function begin(client: PoolClient, { districtId, postId, role, unitId }: Scope): Promise<void> {
  await Promise.all([
    client.query(prepared('begin', [])),
    client.query(prepared(SET_SCOPE, [districtId, postId, role, unitId])),
  ])
}

/**
 * Every statement is prepared under a name of its text: each connection parses and plans it once. The texts are
 * constants of the program (statements.test.ts), so a connection keeps as many as there are, and no more. The name
 * costs a microsecond or two each time, and nothing has to be remembered for it.
 */
const prepared = (text: string, values: readonly unknown[]): QueryConfig => ({
  name: hash('sha256', text, 'base64url'),
  text,
  values: [...values],
})

type OpenTx = { readonly tx: Tx; readonly close: () => void }

function openTx(client: PoolClient): OpenTx {
  const state: { isOpen: boolean; failure?: unknown } = { isOpen: true }
  const run = async <Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[],
  ): Promise<QueryResult<Row>> => {
    // By now the connection may carry somebody else's transaction, under somebody else's scope.
    if (!state.isOpen) throw new Error('query after the end of its transaction')
    try {
      return await client.query<Row>(prepared(text, values))
    } catch (error) {
      // Answers come in order: the first failure says what is wrong, those behind it say only that all is aborted.
      state.failure ??= error
      throw state.failure
    }
  }
  const tx: Tx = {
    query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      (await run<Row>(text, values)).rows,
    execute: async (text, values = []) => (await run(text, values)).rowCount ?? 0,
  }
  return {
    tx,
    close: () => {
      state.isOpen = false
    },
  }
}

type Watch = { readonly markBroken: () => void; readonly end: () => boolean }

/** Without a listener, a connection that breaks between two statements would end the whole process. */
function watchForBreak(client: PoolClient): Watch {
  const state = { isBroken: false }
  const markBroken = (): void => {
    state.isBroken = true
  }
  client.on('error', markBroken)
  const end = (): boolean => {
    client.off('error', markBroken)
    return state.isBroken
  }
  return { markBroken, end }
}
