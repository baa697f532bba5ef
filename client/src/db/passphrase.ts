import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { DeviceRegistry, KnownAgent, PassphraseCheck } from './deviceRegistry'

/** OWASP's floor for PBKDF2-HMAC-SHA-256 (2023). Native and off the main thread: nobody feels it. */
const ITERATIONS = 600_000
const FREE_TRIES = 4
const LONGEST_WAIT_MS = 15 * 60_000

export type UnlockAnswer =
  | { readonly kind: 'unlocked'; readonly agent: KnownAgent }
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number }

/** Makes the check for a new passphrase. */
export async function makePassphraseCheck(passphrase: string, random: RandomBytes): Promise<PassphraseCheck> {
  const salt = Uint8Array.from(random(16)).buffer
  return { alg: 'pbkdf2-sha256', iterations: ITERATIONS, salt, derived: await derive(passphrase, salt, ITERATIONS) }
}

/** Tries a passphrase. Wrong ones slow down, over restarts too, and lose nothing. */
export async function tryPassphrase(
  registry: DeviceRegistry,
  { postId, passphrase, nowMs }: { readonly postId: string; readonly passphrase: string; readonly nowMs: number },
): Promise<UnlockAnswer> {
  const agent = await registry.agents.get(postId)
  if (!agent) throw new Error('an agent who is not known here was chosen')
  // A clock that was set back must not lock anybody out for longer than the longest wait.
  const waitLeftMs = Math.min(agent.notBeforeMs - nowMs, LONGEST_WAIT_MS)
  if (waitLeftMs > 0) return { kind: 'wait', waitMs: waitLeftMs }
  const { salt, iterations, derived } = agent.passphrase
  if (isEqual(await derive(passphrase, salt, iterations), derived)) {
    await registry.agents.update(postId, { failures: 0, notBeforeMs: 0 })
    return { kind: 'unlocked', agent }
  }
  const failures = agent.failures + 1
  const waitMs = failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_TRIES + 2))
  await registry.agents.update(postId, { failures, notBeforeMs: nowMs + waitMs })
  return { kind: 'wrong', waitMs }
}

async function derive(passphrase: string, salt: ArrayBuffer, iterations: number): Promise<ArrayBuffer> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)
}

function isEqual(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)]
  return (
    left.length === right.length && left.reduce((difference, byte, i) => difference | (byte ^ (right[i] ?? 0)), 0) === 0
  )
}
