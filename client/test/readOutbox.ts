import type { LocalStore } from '../src/db/localStore'
import type { OutboxEntry } from '../src/db/outboxEntry'
import { createOutboxReader } from '../src/db/outboxReader'

/** What waits on a tablet now, as its agent sees it. */
export const readOutbox = (store: LocalStore): Promise<OutboxEntry[]> => createOutboxReader(store)()
