import type { Pool } from 'pg'
import { readStatement, type Answer, type Statement } from './statements'
import { copyOf, emptyTables, type Tables, type Undo } from './tables'

/**
 * A database of its own for each history, in memory: it works off the very statements of `server/src/db`, one
 * connection after the other, so that it needs no locks. It knows their forms and no others, and says so. Held against PostgreSQL by one contract suite,
 * and by whole histories that must come out the same on both.
 */
export type MemoryPostgres = {
  /** For program and owner alike: there are no grants here. */
  readonly pool: Pool
  readonly snapshot: () => Tables
  readonly restore: (tables: Tables) => void
}

export function createMemoryPostgres(): MemoryPostgres {
  const disk: Disk = { tables: emptyTables() }
  const turn = createTurn()
  const connect = async () => {
    const giveUpTurn = await turn()
    const session = createSession(disk)
    const release = (): void => {
      session.end()
      giveUpTurn()
    }
    return { query: session.query, on: () => undefined, off: () => undefined, release }
  }
  return {
    // The program asks a pool for `connect` and nothing else.
    pool: { connect } as unknown as Pool,
    snapshot: () => copyOf(disk.tables),
    restore: (tables) => {
      disk.tables = copyOf(tables)
    },
  }
}

type Disk = { tables: Tables }

/** Whoever asks gets the turn when all that asked before have given it up. */
function createTurn(): () => Promise<() => void> {
  const last = { turn: Promise.resolve() }
  return async () => {
    const before = last.turn
    const mine: { end?: () => void } = {}
    last.turn = new Promise<void>((resolve) => {
      mine.end = resolve
    })
    await before
    return () => mine.end?.()
  }
}

type Session = { readonly disk: Disk; undo: Undo; isOpen: boolean; isFailed: boolean }

function createSession(disk: Disk) {
  const session: Session = { disk, undo: [], isOpen: false, isFailed: false }
  const query = async (
    asked: string | { readonly text: string; readonly values?: readonly unknown[] },
  ): Promise<Answer> => {
    const { text, values = [] } = typeof asked === 'string' ? { text: asked } : asked
    if (text === 'begin') return begin(session)
    if (text === 'commit' || text === 'rollback') return end(session, text)
    if (session.isFailed) throw new Error('current transaction is aborted')
    try {
      return statementOf(text)(disk.tables, session.undo, values)
    } catch (error) {
      session.isFailed = true
      throw error
    }
  }
  const endSession = (): void => {
    if (session.isOpen) end(session, 'rollback')
  }
  return { query, end: endSession }
}

function begin(session: Session): Answer {
  Object.assign(session, { undo: [], isOpen: true, isFailed: false })
  return { command: 'BEGIN', rows: [], rowCount: 0 }
}

/** As PostgreSQL: a commit after a failed statement is a rollback, and says so. */
function end(session: Session, how: 'commit' | 'rollback'): Answer {
  const isKept = how === 'commit' && session.isOpen && !session.isFailed
  if (!isKept) for (const takeBack of session.undo.toReversed()) takeBack()
  Object.assign(session, { undo: [], isOpen: false, isFailed: false })
  return { command: isKept ? 'COMMIT' : 'ROLLBACK', rows: [], rowCount: 0 }
}

const known = new Map<string, Statement>()

/** Read once for each text: the texts are constants of the program. */
function statementOf(text: string): Statement {
  const found = known.get(text)
  if (found) return found
  const read = readStatement(text)
  known.set(text, read)
  return read
}
