import { shallowRef } from 'vue'
import type { NotTaken, NotTakenCopies } from '../../rescue/secondCopy'
import type { NotTakenSteps } from '../../stores/notTakenSteps'

/** `told` is absent where it was taken after all. */
type Change = { readonly name: string; readonly told?: Parameters<NotTakenCopies['add']>[1] }

/** What the server did not take of an agent's lost steps: found in one tab, known and shown in all. */
export function createNotTakenCopies(postId: string): NotTakenCopies & { readonly steps: NotTakenSteps } {
  const known = new Map<string, NonNullable<Change['told']>>()
  const steps = shallowRef<readonly NotTaken[]>([])
  const channel = new BroadcastChannel(`onetrip-not-taken-${postId}`)
  const keep = ({ name, told }: Change): void => {
    if (told) known.set(name, told)
    else known.delete(name)
    steps.value = [...known.values()].map(({ why }) => why)
  }
  const tell = (change: Change): void => {
    keep(change)
    channel.postMessage(change)
  }
  // Only this app speaks on its own channel.
  channel.addEventListener('message', (event) => keep(event.data as Change))
  return {
    steps,
    isKnown: (name, storeEpoch) => known.has(name) && known.get(name)?.storeEpoch === storeEpoch,
    add: (name, told) => tell({ name, told }),
    remove: (name) => {
      if (known.has(name)) tell({ name })
    },
  }
}
