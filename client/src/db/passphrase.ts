import type { DeviceRegistry, KnownAgent, PassphraseCheck } from './deviceRegistry'

const FREE_TRIES = 4
const LONGEST_WAIT_MS = 15 * 60_000

/** What came of a passphrase. `Opened` is what the right one opens. */
export type TryAnswer<Opened> =
  | { readonly kind: 'right'; readonly agent: KnownAgent; readonly opened: Opened }
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number }

/**
 * Tries a passphrase: `open` answers undefined for a wrong one. Wrong ones slow down, over restarts too, and lose
 * nothing. Where `open` throws, nothing was tried.
 */
export async function tryPassphrase<Opened>(
  registry: DeviceRegistry,
  { postId, nowMs }: { readonly postId: string; readonly nowMs: number },
  open: (agent: KnownAgent) => Promise<Opened | undefined>,
): Promise<TryAnswer<Opened>> {
  const agent = await registry.agents.get(postId)
  if (!agent) throw new Error('an agent who is not known here was chosen')
  // A clock that was set back must not lock anybody out for longer than the longest wait.
  const waitLeftMs = Math.min(agent.notBeforeMs - nowMs, LONGEST_WAIT_MS)
  if (waitLeftMs > 0) return { kind: 'wait', waitMs: waitLeftMs }
  const opened = await open(agent)
  if (opened !== undefined) {
    // Whoever has the right one comes in, on a tablet that is full, too.
    await registry.agents.update(postId, { failures: 0, notBeforeMs: 0 }).catch(() => undefined)
    return { kind: 'right', agent, opened }
  }
  return { kind: 'wrong', waitMs: await countFailure(registry, { postId, nowMs }) }
}

/** Counted from what stands there now: another tab may have tried meanwhile. */
async function countFailure(
  registry: DeviceRegistry,
  { postId, nowMs }: { readonly postId: string; readonly nowMs: number },
): Promise<number> {
  return registry.transaction('rw', registry.agents, async () => {
    const failures = ((await registry.agents.get(postId))?.failures ?? 0) + 1
    const waitMs = failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_TRIES + 2))
    await registry.agents.update(postId, { failures, notBeforeMs: nowMs + waitMs })
    return waitMs
  })
}

/** Whether it is the passphrase of an agent whose tablet has no vault yet. Only there is such a check kept. */
export async function isOldPassphrase(check: PassphraseCheck, passphrase: string): Promise<boolean> {
  const { salt, iterations, derived } = check
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits'])
  return isEqual(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256),
    derived,
  )
}

function isEqual(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)]
  return (
    left.length === right.length && left.reduce((difference, byte, i) => difference | (byte ^ (right[i] ?? 0)), 0) === 0
  )
}
