import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import { OFFICE_WRAP_INFO, officeWrapPlace, RecoveryId, VaultId } from '@onetrip/shared/wire/recovery'
import type { RecoveryRequestInput } from '@onetrip/shared/wire/recovery'
import { random } from '../../src/app/parts'
import type { Stage } from './stage'

/** What a tablet asks the office with whose agent has forgotten the passphrase. */
export async function aLockedVault({ house, newId }: Stage, deviceId: DeviceId): Promise<RecoveryRequestInput> {
  const { districtId, officeKeys } = house.house
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
  const reply = await suite.kem.generateKeyPair()
  const point = Uint8Array.from(Buffer.from(officeKeys.publicKey.publicKey, 'base64'))
  const vaultId = VaultId.parse(newId())
  const place = officeWrapPlace({ districtId, postId: house.actorOf('agent').postId, vaultId })
  const sealed = await suite.seal(
    { recipientPublicKey: await suite.kem.deserializePublicKey(point.buffer), info: utf8(OFFICE_WRAP_INFO) },
    Uint8Array.from(random(32)).buffer,
    utf8(place),
  )
  return {
    recoveryId: RecoveryId.parse(newId()),
    deviceId,
    vaultId,
    officeWrap: {
      alg: officeKeys.publicKey.alg,
      keyId: officeKeys.publicKey.keyId,
      enc: base64(sealed.enc),
      wrapped: base64(sealed.ct),
    },
    replyKey: base64(await suite.kem.serializePublicKey(reply.publicKey)),
  }
}

const utf8 = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text)).buffer
const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64')
