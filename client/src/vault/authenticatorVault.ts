import type { Me } from '@onetrip/shared/wire/session'
import type { KnownAgent } from '../db/deviceRegistry'
import type { LocalDatabase } from '../db/localDatabase'
import { readMeta } from '../db/meta'
import type { TryAnswer } from '../db/passphrase'
import type { AuthenticatorWrap, VaultRecord } from '../db/vaultRecord'
import { enrol, type Authenticator, type NoSecret } from './authenticator'
import { unwrapByAuthenticator, wrapByAuthenticator, type WrapPlace } from './authenticatorWrap'
import { changeVault, enter, getVault, openByPassphrase, withoutAuthenticator } from './vault'
import type { Typed, VaultDeps } from './vault'
import { forget, type OpenVault } from './vaultKey'

export type AuthenticatorDeps = VaultDeps & { readonly authenticator: Authenticator }

export type TurnOnAnswer = { readonly kind: 'on' } | NoSecret | Exclude<TryAnswer<unknown>, { readonly kind: 'right' }>

/**
 * Lets the tablet's authenticator open the vault, beside the passphrase, which is asked for: the key's bytes are there
 * only then. They wait in memory for the person's finger, and are overwritten whatever comes of it.
 */
export async function turnOnAuthenticator(deps: AuthenticatorDeps, typed: Typed): Promise<TurnOnAnswer> {
  const before = await getVault(deps.db)
  const answer = await openByPassphrase(deps, typed)
  if (answer.kind !== 'right') return answer
  const { agent, opened: raw } = answer
  try {
    const { name, unitName } = agent.me
    const enrolled = await enrol(deps, { id: before.vaultId, name, unitName })
    if (enrolled.kind !== 'secret') return enrolled
    const place = placeOf(agent.me, before)
    await keepWrap(deps.db, before, await wrapByAuthenticator({ raw, place, enrolled }, deps.random))
    return { kind: 'on' }
  } finally {
    forget(raw)
  }
}

/** Only the passphrase opens it from now on, and the office's help. */
export async function turnOffAuthenticator(db: LocalDatabase): Promise<void> {
  const { vaultId } = await getVault(db)
  await changeVault(db, vaultId, withoutAuthenticator)
}

export const hasAuthenticator = async (db: LocalDatabase): Promise<boolean> =>
  (await readMeta(db, 'vault'))?.authenticatorWrap !== undefined

export type AuthenticatorUnlock =
  | { readonly kind: 'unlocked'; readonly agent: KnownAgent; readonly vault: OpenVault }
  | NoSecret
  /** It was turned off meanwhile. */
  | { readonly kind: 'off' }
  /** Another finger's secret, another vault's record, or one that was changed. */
  | { readonly kind: 'foreign' }

/** Opens the agent's vault by the tablet's authenticator. Whatever else comes of it changes nothing, and counts as no try. */
export async function unlockByAuthenticator(deps: AuthenticatorDeps, postId: string): Promise<AuthenticatorUnlock> {
  const { registry, db, authenticator } = deps
  const agent = await registry.agents.get(postId)
  if (!agent) throw new Error('an agent who is not known here was chosen')
  const shown = await readMeta(db, 'vault')
  if (!shown?.authenticatorWrap) return { kind: 'off' }
  const asked = await authenticator.ask(shown.authenticatorWrap)
  if (asked.kind !== 'secret') return asked
  // Read again: while the person was asked, the office's help may have ended it in another tab.
  const record = await readMeta(db, 'vault')
  const wrap = record?.authenticatorWrap
  if (!record || !wrap) {
    forget(asked.secret)
    return { kind: 'off' }
  }
  const raw = await unwrapByAuthenticator({ wrap, place: placeOf(agent.me, record), secret: asked.secret })
  if (!raw) return { kind: 'foreign' }
  // Whoever comes in begins counting anew, on a tablet that is full, too.
  await registry.agents.update(postId, { failures: 0, notBeforeMs: 0 }).catch(() => undefined)
  return { kind: 'unlocked', agent, vault: await enter(deps, agent.me, raw) }
}

/** Only beside the passphrase that was typed: one that took its place meanwhile may be somebody else's. */
async function keepWrap(db: LocalDatabase, before: VaultRecord, authenticatorWrap: AuthenticatorWrap): Promise<void> {
  await changeVault(db, before.vaultId, (record) => {
    const isSame = indexedDB.cmp(record.passphraseWrap.wrapped, before.passphraseWrap.wrapped) === 0
    if (!isSame) throw new Error('the passphrase was changed meanwhile')
    return { ...record, authenticatorWrap }
  })
}

const placeOf = ({ districtId, postId }: Me, { vaultId }: VaultRecord): WrapPlace => ({ districtId, postId, vaultId })
