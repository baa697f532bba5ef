import { Dexie, type EntityTable } from 'dexie'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'

/** How a passphrase was checked before there was a vault. Read only, to bring such an agent over. */
export type PassphraseCheck = {
  readonly alg: 'pbkdf2-sha256'
  readonly iterations: number
  readonly salt: ArrayBuffer
  readonly derived: ArrayBuffer
}

/** An agent who has signed in on this tablet online at least once, and may come back offline. */
export type KnownAgent = {
  readonly postId: string
  readonly me: Me
  readonly deviceId: DeviceId
  /** Only of an agent whose records still have to be sealed. */
  readonly passphrase?: PassphraseCheck
  /** Wrong passphrases in a row, and when the next may be tried (device clock, ms). */
  readonly failures: number
  readonly notBeforeMs: number
  /** All has gone, and what was here is being destroyed: a page that ended in the middle of it left the rest to the next. */
  readonly isBeingWiped?: boolean
}

/** Who knows this tablet. Each agent has a database of their own: nobody opens another's. */
export class DeviceRegistry extends Dexie {
  declare readonly agents: EntityTable<KnownAgent, 'postId'>

  constructor(name = 'onetrip-device') {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ agents: 'postId' })
  }
}

/** The name of an agent's own database; the id is opaque. */
export const localDatabaseName = (postId: string): string => `onetrip-${postId}`
