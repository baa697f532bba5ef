import type { Gate } from './gate'

/** Locks this tab and every other of the tablet: whoever hands it on means all of it. */
export function createTabletLock({ lock }: Pick<Gate, 'lock'>): () => void {
  const channel = new BroadcastChannel('onetrip-lock')
  channel.addEventListener('message', lock)
  return () => {
    channel.postMessage('lock')
    lock()
  }
}
