import { watch, type ShallowRef } from 'vue'
import type { Me } from '@onetrip/shared/wire/session'
import type { Gate } from './gate'
import type { Inside } from './gateState'

type Followed = {
  readonly gate: Pick<Gate, 'state' | 'lock'>
  /** Whose tablet lies behind the door; undefined until somebody opened it. */
  readonly opened: Readonly<ShallowRef<Me | undefined>>
  /** Builds the tablet; afterwards `opened` says whose it is. */
  readonly open: (inside: Inside) => void
  /** Sends at once: whoever came back may have signed in anew. */
  readonly wake: () => void
  /** Resolves when everything that was typed is on the disk; false when it could not be written. */
  readonly settled: () => Promise<boolean>
  /** Begins with a fresh page, in which nothing of the agent before is left. */
  readonly startAnew: () => void
}

/** The first to come in opens the tablet. They find it again as it was; somebody else begins with a fresh page. */
export function followGate({ gate, opened, open, wake, settled, startAnew }: Followed): void {
  watch(gate.state, async (now) => {
    if (now.kind !== 'open') return
    if (!opened.value) open(now)
    else if (opened.value.postId === now.me.postId) wake()
    else if (await settled()) startAnew()
    // What is in memory only would go with the page: its owner has to see to it first.
    else gate.lock()
  })
}
