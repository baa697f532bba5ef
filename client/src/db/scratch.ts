import { Dexie, type Table } from 'dexie'

/** A place of its own for bytes that nobody needs. Each write is on the disk when it resolves. */
export type Scratch = {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>
  /** Gives the room back, also that of a try that broke off. */
  readonly clear: () => Promise<void>
}

const NAME = 'onetrip-scratch'

/** In IndexedDB, where the pages lie, too: room that was proven elsewhere would prove nothing of it. */
export function createScratch(): Scratch {
  const open = (): { readonly db: Dexie; readonly chunks: Table<Uint8Array, number> } => {
    const db = new Dexie(NAME, { chromeTransactionDurability: 'strict' })
    db.version(1).stores({ chunks: '++' })
    return { db, chunks: db.table('chunks') }
  }
  const state: { opened?: ReturnType<typeof open> | undefined } = {}
  return {
    write: async (bytes) => {
      state.opened ??= open()
      await state.opened.chunks.add(bytes)
    },
    clear: async () => {
      state.opened?.db.close()
      state.opened = undefined
      await Dexie.delete(NAME)
    },
  }
}
