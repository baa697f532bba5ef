import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import type { DeviceRegistry, KnownAgent } from '../db/deviceRegistry'
import type { LocalDatabase } from '../db/localDatabase'
import { readMeta, writeMeta } from '../db/meta'
import { isOldPassphrase, tryPassphrase, type TryAnswer } from '../db/passphrase'
import type { VaultRecord } from '../db/vaultRecord'
import { wrapForOffice, type VaultOwner } from './officeWrap'
import { unwrapByPassphrase, wrapByPassphrase, type WrapParts } from './passphraseWrap'
import { sealClearRecords, type SealingProgress } from './sealClearRecords'
import { createVaultCodec } from './vaultCodec'
import { forget, importVaultKey, isKeyOf, makeCheck, mintVaultKey, type OpenVault, type RawVaultKey } from './vaultKey'

/** The tablet's books, and what the vault's arithmetic is made of. */
export type VaultDeps = WrapParts & {
  readonly registry: DeviceRegistry
  /** The agent's own. */
  readonly db: LocalDatabase
  readonly newId: () => string
  /** Told of what went wrong and stops nobody. */
  readonly log: (error: unknown) => void
  /** While records of a time before the vault are being sealed. */
  readonly onSealing: (progress: SealingProgress) => void
}

/** A passphrase as somebody typed it, and when. */
export type Typed = { readonly postId: string; readonly passphrase: string; readonly nowMs: number }

export type UnlockAnswer =
  | { readonly kind: 'unlocked'; readonly agent: KnownAgent; readonly vault: OpenVault }
  /** The tablet has lost the agent's vault: only a sign-in makes another. */
  | { readonly kind: 'no-vault' }
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number }

/** Opens the agent's vault by passphrase; makes one for an agent of a time before. Wrong tries slow down. */
export async function unlockVault(deps: VaultDeps, { postId, passphrase, nowMs }: Typed): Promise<UnlockAnswer> {
  const { registry, db } = deps
  if (!(await readMeta(db, 'vault')) && !(await registry.agents.get(postId))?.passphrase) return { kind: 'no-vault' }
  const answer = await tryPassphrase(registry, { postId, nowMs }, (agent) => findKey(deps, agent, passphrase))
  if (answer.kind !== 'right') return answer
  const { agent, opened } = answer
  return { kind: 'unlocked', agent, vault: await enter(deps, agent.me, opened) }
}

/**
 * The first vault of an agent on this tablet. `exists`: there is one by now, and it is never written over. What lies
 * here open of a time before is sealed.
 */
export async function beginVault(
  deps: VaultDeps,
  { me, deviceId, passphrase }: { readonly me: Me; readonly deviceId: DeviceId; readonly passphrase: string },
): Promise<OpenVault | 'exists'> {
  const raw = await makeVault(deps, passphrase)
  if (!raw) return 'exists'
  const known = await deps.registry.agents.get(me.postId)
  await deps.registry.agents.put({ ...known, postId: me.postId, me, deviceId, failures: 0, notBeforeMs: 0 })
  return enter(deps, me, raw)
}

/** Puts another passphrase before the vault. The key stays what it was, and so does everything under it. */
export async function changePassphrase(
  deps: VaultDeps,
  asked: Typed & { readonly fresh: string },
): Promise<{ readonly kind: 'changed' } | Exclude<UnlockAnswer, { kind: 'unlocked' }>> {
  const answer = await openByPassphrase(deps, asked)
  if (answer.kind !== 'right') return answer
  await rewrap(deps, { raw: answer.opened, passphrase: asked.fresh, keepsAuthenticator: true })
  forget(answer.opened)
  return { kind: 'changed' }
}

/** The key's bytes for who knows the passphrase of a vault that is there; `forget` is to be called on them. */
export const openByPassphrase = (deps: VaultDeps, asked: Typed): Promise<TryAnswer<RawVaultKey>> =>
  tryPassphrase(deps.registry, asked, async () => {
    const record = await readMeta(deps.db, 'vault')
    return record && unwrap(deps, record, asked.passphrase)
  })

/**
 * Puts a passphrase before a vault whose key came back from the office, and opens it. `foreign`: it is no key of this
 * vault, and nothing was changed. An authenticator opens it no longer: whoever needs the office's help may have lost
 * the tablet to somebody whose finger it knows.
 */
export async function reopenVault(
  deps: VaultDeps,
  { me, raw, passphrase }: { readonly me: Me; readonly raw: RawVaultKey; readonly passphrase: string },
): Promise<OpenVault | 'foreign'> {
  const record = await getVault(deps.db)
  if (!(await isKeyOf(await importVaultKey(record.vaultId, raw.slice()), record.check))) return 'foreign'
  await rewrap(deps, { raw, passphrase, keepsAuthenticator: false })
  await deps.registry.agents.update(me.postId, { failures: 0, notBeforeMs: 0 })
  return enter(deps, me, raw)
}

/** The vault's key; undefined for a wrong passphrase. */
async function findKey(deps: VaultDeps, agent: KnownAgent, passphrase: string): Promise<RawVaultKey | undefined> {
  const record = await readMeta(deps.db, 'vault')
  if (record) return unwrap(deps, record, passphrase)
  if (!agent.passphrase || !(await isOldPassphrase(agent.passphrase, passphrase))) return undefined
  // Another tab may have made it meanwhile, of the same passphrase.
  return (await makeVault(deps, passphrase)) ?? unwrap(deps, await getVault(deps.db), passphrase)
}

const unwrap = (
  { stretch }: VaultDeps,
  { vaultId, passphraseWrap }: VaultRecord,
  passphrase: string,
): Promise<RawVaultKey | undefined> => unwrapByPassphrase({ vaultId, wrap: passphraseWrap, passphrase }, stretch)

/** Undefined when the agent has one by now: written over, everything under its key would be lost. */
async function makeVault(deps: VaultDeps, passphrase: string): Promise<RawVaultKey | undefined> {
  const { db, random } = deps
  if (await readMeta(db, 'vault')) return undefined
  const vaultId = deps.newId()
  const raw = mintVaultKey(random)
  const passphraseWrap = await wrapByPassphrase({ vaultId, raw, passphrase }, deps)
  const check = await makeCheck(await importVaultKey(vaultId, raw.slice()), random)
  const isNew = await db.transaction('rw', db.meta, async () => {
    if (await readMeta(db, 'vault')) return false
    await writeMeta(db, 'vault', { vaultId, passphraseWrap, check, hasClear: true })
    return true
  })
  if (isNew) return raw
  forget(raw)
  return undefined
}

/** From the key as bytes to the open vault: what is due at every unlock is done on the way. */
export async function enter(deps: VaultDeps, me: Me, raw: RawVaultKey): Promise<OpenVault> {
  const { vaultId, hasClear } = await getVault(deps.db)
  await keepOfficeWrap(deps, me, raw).catch(deps.log)
  const vault = await importVaultKey(vaultId, raw)
  // Goes on at the next unlock, where it could not be done now: a full tablet keeps nobody out.
  if (hasClear) await sealWhatIsClear(deps, me, vault).catch(deps.log)
  return vault
}

/** Resumed at the next unlock where it was broken off, or left something. The vault has a check of its own: the old one goes. */
async function sealWhatIsClear(
  { db, registry, random, onSealing }: VaultDeps,
  me: Me,
  vault: OpenVault,
): Promise<void> {
  const left = await sealClearRecords({ db, codec: createVaultCodec(vault, random) }, onSealing)
  if (left === 0) await changeVault(db, vault.vaultId, (record) => ({ ...record, hasClear: false }))
  await registry.agents.where('postId').equals(me.postId).modify(dropOldPassphrase)
}

function dropOldPassphrase(agent: { passphrase?: unknown }): void {
  delete agent.passphrase
}

/** Where the office's key is known, and was not the one before. */
async function keepOfficeWrap({ db }: VaultDeps, owner: VaultOwner, raw: RawVaultKey): Promise<void> {
  const recoveryKey = (await readMeta(db, 'sync'))?.recoveryKey
  const { vaultId, officeWrap } = await getVault(db)
  if (!recoveryKey || officeWrap?.keyId === recoveryKey.keyId) return
  const fresh = await wrapForOffice({ raw, vaultId, owner }, recoveryKey)
  await changeVault(db, vaultId, (record) => ({ ...record, officeWrap: fresh }))
}

async function rewrap(
  deps: VaultDeps,
  given: { readonly raw: RawVaultKey; readonly passphrase: string; readonly keepsAuthenticator: boolean },
): Promise<void> {
  const { vaultId } = await getVault(deps.db)
  const passphraseWrap = await wrapByPassphrase({ vaultId, ...given }, deps)
  await changeVault(deps.db, vaultId, (record) => {
    return { ...(given.keepsAuthenticator ? record : withoutAuthenticator(record)), passphraseWrap }
  })
}

/** The vault as it is for who opens it by passphrase alone. */
export function withoutAuthenticator({ authenticatorWrap: _gone, ...record }: VaultRecord): VaultRecord {
  return record
}

/** Changes the record of this vault and of no other, whatever another tab wrote meanwhile. */
export async function changeVault(
  db: LocalDatabase,
  vaultId: string,
  change: (record: VaultRecord) => VaultRecord,
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const record = await getVault(db)
    if (record.vaultId !== vaultId) throw new Error('the tablet has another vault by now')
    await writeMeta(db, 'vault', change(record))
  })
}

export async function getVault(db: LocalDatabase): Promise<VaultRecord> {
  const record = await readMeta(db, 'vault')
  if (!record) throw new Error('the tablet has no vault')
  return record
}
