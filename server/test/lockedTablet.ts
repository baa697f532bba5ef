import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import {
  OFFICE_WRAP_INFO,
  officeWrapPlace,
  RECOVERY_REPLY_INFO,
  RecoveryId,
  recoveryReplyPlace,
  VaultId,
  type DecideRecoveryInput,
  type RecoveryAnswer,
  type RecoveryRequestInput,
} from '@onetrip/shared/wire/recovery'
import { newId, random } from '../src/app/parts'
import type { Actor } from '../src/domain/actor'
import { callerFor, type TestHouse } from './house'

/** How somebody at the office made sure who asks. */
export const REASON = '电话核实，工号与身份证后四位相符'

type Who = 'agent' | 'otherAgent'

/** A tablet that has locked itself out; the tablet's side by HPKE itself. */
export async function aLockedTablet(test: TestHouse, who: Who, bound: Who = who) {
  const vaultKey = Uint8Array.from(random(32))
  const vaultId = VaultId.parse(newId())
  const replyKeys = await suite().kem.generateKeyPair()
  const publicKey = await suite().kem.deserializePublicKey(bufferOf(test.house.officeKeys.publicKey.publicKey))
  const { districtId } = test.house
  const sealed = await suite().seal(
    { recipientPublicKey: publicKey, info: bytesOf(OFFICE_WRAP_INFO) },
    vaultKey.slice().buffer,
    bytesOf(officeWrapPlace({ districtId, postId: test.actors[bound].postId, vaultId })),
  )
  const input: RecoveryRequestInput = {
    recoveryId: RecoveryId.parse(newId()),
    deviceId: test.devices[who],
    vaultId,
    officeWrap: {
      alg: 'hpke-p256-sha256-aes256gcm',
      keyId: test.house.officeKeys.publicKey.keyId,
      enc: base64(sealed.enc),
      wrapped: base64(sealed.ct),
    },
    replyKey: base64(await suite().kem.serializePublicKey(replyKeys.publicKey)),
  }
  const open = async (answer: RecoveryAnswer, place = { recoveryId: input.recoveryId as string, vaultId }) => {
    if (answer.status !== 'allowed') throw new Error(answer.status)
    const params = { recipientKey: replyKeys, enc: bufferOf(answer.enc), info: bytesOf(RECOVERY_REPLY_INFO) }
    return new Uint8Array(await suite().open(params, bufferOf(answer.sealed), bytesOf(recoveryReplyPlace(place))))
  }
  const { recovery } = callerFor(test.house, test.actors[who])
  const { recoveryId } = input
  return {
    input,
    vaultKey,
    open,
    recovery,
    ask: () => recovery.request(input),
    look: () => recovery.answer({ recoveryId }),
  }
}

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text)).buffer
const bufferOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer
const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64')

/** What one administrator says. */
export const decide = (
  test: TestHouse,
  recoveryId: RecoveryId,
  decision: DecideRecoveryInput['decision'],
  actor: Actor = test.actors.admin,
) => callerFor(test.house, actor).recovery.decide({ recoveryId, decision, reason: REASON })

/** Both: one vouches, another allows; what the second was answered. */
export async function letIn(test: TestHouse, recoveryId: RecoveryId) {
  await decide(test, recoveryId, 'vouch', test.actors.otherAdmin)
  return decide(test, recoveryId, 'allow')
}
