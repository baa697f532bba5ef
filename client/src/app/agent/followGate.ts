import { watch, type ShallowRef } from 'vue'
import type { Me } from '@onetrip/shared/wire/session'
import type { Gate } from './gate'
import type { GateState, Inside } from './gateState'

type Followed = {
  readonly gate: Pick<Gate, 'state' | 'lock' | 'choose'>
  /** Whose tablet lies behind the door; undefined until somebody opened it. */
  readonly opened: Readonly<ShallowRef<Me | undefined>>
  /** Builds the tablet; afterwards `opened` says whose it is. */
  readonly open: (inside: Inside) => void
  /** Sends at once: whoever came back may have signed in anew. */
  readonly wake: () => void
  /** Resolves when everything that was typed is on the disk; false when it could not be written. */
  readonly settled: () => Promise<boolean>
  /** Begins with a fresh page, in which nothing of the agent before is left, and no key. */
  readonly startAnew: () => void
}

/**
 * The first to come in opens the tablet. They find it again as it was; somebody else begins with a fresh page, before
 * their passphrase is asked for where that can be: the page would forget what it opens.
 */
export function followGate({ gate, opened, open, wake, settled, startAnew }: Followed): void {
  watch(gate.state, async (now) => {
    if (now.kind === 'open' && !opened.value) {
      open(now)
      return
    }
    const comes = whoComes(now)
    if (!opened.value || comes === undefined) return
    const { postId } = opened.value
    if (comes === postId) {
      if (now.kind === 'open') wake()
    } else if (await settled()) startAnew()
    // What is in memory only would go with the page: its owner has to see to it first.
    else if (now.kind === 'open') gate.lock()
    else gate.choose(postId)
  })
}

function whoComes(now: GateState): string | undefined {
  if (now.kind === 'open') return now.me.postId
  return now.kind === 'unlock' ? now.chosen : undefined
}
