import 'fake-indexeddb/auto'
import { Dexie, type DBCore, type DBCoreTable } from 'dexie'
import { LocalDatabase } from '../src/db/localDatabase'

/** One request to the disk: to read a table, to lay something in it, or to take something out. */
export type DiskRequest = { readonly to: 'read' | 'put' | 'delete'; readonly table: string }

/**
 * The tablet's own database on a disk in memory. `onRequest` is asked before each single request, also in the midst of a
 * transaction; what it throws is what the disk answered, and the transaction comes to nothing.
 */
export function openFakeDisk(name: string, onRequest: (request: DiskRequest) => void = () => undefined): LocalDatabase {
  const db = new LocalDatabase(name)
  // What Dexie keeps for those who watch a query, a good part of the time of a transaction: nobody does here.
  for (const unasked of ['Cache', 'Observability']) db.unuse({ stack: 'dbcore', name: unasked })
  db.use({ stack: 'dbcore', name: 'faults', create: (core) => withRequests(core, onRequest) })
  return db
}

/** As when the browser's data is cleared. */
export const removeFakeDisk = (name: string): Promise<void> => Dexie.delete(name)

const withRequests = (core: DBCore, onRequest: (request: DiskRequest) => void): DBCore => ({
  ...core,
  table: (table) => tableWithRequests(core.table(table), onRequest),
})

function tableWithRequests(table: DBCoreTable, onRequest: (request: DiskRequest) => void): DBCoreTable {
  const ask = <Answer>(to: DiskRequest['to'], call: () => Promise<Answer>): Promise<Answer> => {
    try {
      onRequest({ to, table: table.name })
      return call()
    } catch (error) {
      // A promise of Dexie's own: it keeps to the transaction that it fails in.
      return Dexie.Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const toOf = (type: string): DiskRequest['to'] => (type === 'add' || type === 'put' ? 'put' : 'delete')
  return {
    ...table,
    mutate: (request) => ask(toOf(request.type), () => table.mutate(request)),
    get: (request) => ask('read', () => table.get(request)),
    getMany: (request) => ask('read', () => table.getMany(request)),
    query: (request) => ask('read', () => table.query(request)),
    openCursor: (request) => ask('read', () => table.openCursor(request)),
    count: (request) => ask('read', () => table.count(request)),
  }
}
