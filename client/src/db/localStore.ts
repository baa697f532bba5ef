import type { LocalDatabase } from './localDatabase'
import type { RecordCodec } from './recordCodec'
import type { Sealer } from './sealer'

/** The tablet's store, with the codec that reads it and the sealer of what will leave it. */
export type LocalStore = { readonly db: LocalDatabase; readonly codec: RecordCodec; readonly sealer: Sealer }
