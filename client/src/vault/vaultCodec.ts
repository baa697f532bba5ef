import type { RandomBytes } from '@onetrip/shared/lib/ids'
import { clearCodec, type RecordCodec, type RecordPlace, type SealedRecord } from '../db/recordCodec'
import { deriveKeyOf, openUnder, sealUnder, type OpenVault } from './vaultKey'

/** Of records: what they are sealed with. The key is that of the vault `keyId`, derived for the record's case. */
export const VAULT_ALG = 'vault-aes256gcm/1'

/** Seals under the open vault. Opens what it sealed, and what lay on the tablet before there was a vault. */
export function createVaultCodec(vault: OpenVault, random: RandomBytes): RecordCodec {
  const keys = new Map<string, Promise<CryptoKey>>()
  const keyOf = (use: string): Promise<CryptoKey> => {
    const known = keys.get(use) ?? deriveKeyOf(vault, use)
    keys.set(use, known)
    return known
  }
  return {
    seal: async (place, value) => {
      const clear = new TextEncoder().encode(JSON.stringify(value))
      const bytes = await sealUnder(await keyOf(place.keyOf), { place: textOf(place), clear, random })
      return { alg: VAULT_ALG, keyId: vault.vaultId, bytes }
    },
    open: async (place, record) => {
      if (record.alg === 'clear') return clearCodec.open(place, record)
      demandOwn(vault, record)
      const clear = await openUnder(await keyOf(place.keyOf), textOf(place), record.bytes)
      return JSON.parse(new TextDecoder().decode(clear)) as unknown
    },
  }
}

const textOf = ({ table, id }: RecordPlace): string => `${table}|${id}`

function demandOwn({ vaultId }: OpenVault, { alg, keyId }: SealedRecord): void {
  if (alg !== VAULT_ALG) throw new Error(`this app cannot open a record sealed with ${alg}`)
  if (keyId !== vaultId) throw new Error('the record belongs to another vault')
}
