import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { fromBase64, toBase64 } from '@onetrip/shared/lib/base64'
import { Instant } from '@onetrip/shared/lib/time'
import {
  OFFICE_WRAP_INFO,
  officeWrapPlace,
  RECOVERY_REPLY_INFO,
  recoveryReplyPlace,
  type RecoveryAnswer,
  type RecoveryRequestInput,
} from '@onetrip/shared/wire/recovery'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { Me } from '@onetrip/shared/wire/session'
import type { RecoveryOffice } from '../src/vault/recovery'

const EXPIRES_AT = Instant.parse('2026-07-04T01:41:00.000Z')
const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer

/** The office's side, by HPKE itself: one agent's requests, answered when the test says so. */
export async function anOffice(keyId = '0123456789abcdef') {
  const keys = await suite().kem.generateKeyPair()
  const publicKey: SealingKey = {
    keyId,
    alg: 'hpke-p256-sha256-aes256gcm',
    publicKey: toBase64(new Uint8Array(await suite().kem.serializePublicKey(keys.publicKey))),
  }
  const asked: RecoveryRequestInput[] = []
  const answers = new Map<string, RecoveryAnswer>()
  const state = { isReached: true, isTooOften: false }
  const demandReached = (): void => {
    if (!state.isReached) throw new Error('nobody answers')
  }
  const office: RecoveryOffice = {
    request: async (input) => {
      demandReached()
      if (state.isTooOften) return { status: 'too-often', waitMs: 90_000 }
      asked.push(input)
      if (input.officeWrap.keyId !== keyId) return { status: 'refused', refusal: 'unknown-key' }
      if (!answers.has(input.recoveryId)) answers.set(input.recoveryId, { status: 'waiting', expiresAt: EXPIRES_AT })
      return { status: 'waiting', expiresAt: EXPIRES_AT }
    },
    answer: async ({ recoveryId }) => {
      demandReached()
      return answers.get(recoveryId) ?? { status: 'ended' }
    },
    takeBack: async ({ recoveryId }) => {
      demandReached()
      answers.set(recoveryId, { status: 'ended' })
    },
  }

  /** As an administrator lets in the agent who asked last; `as` is who they are to the office. */
  async function allow(as: Me, place: Partial<RecoveryRequestInput> = {}): Promise<void> {
    const input = asked.at(-1)
    if (!input) throw new Error('nobody asked')
    const { enc, wrapped } = input.officeWrap
    const raw = await suite().open(
      { recipientKey: keys.privateKey, enc: fromBase64(enc).buffer, info: bytesOf(OFFICE_WRAP_INFO) },
      fromBase64(wrapped).buffer,
      bytesOf(officeWrapPlace({ ...as, vaultId: input.vaultId })),
    )
    const sealed = await suite().seal(
      {
        recipientPublicKey: await suite().kem.deserializePublicKey(fromBase64(input.replyKey).buffer),
        info: bytesOf(RECOVERY_REPLY_INFO),
      },
      raw,
      bytesOf(recoveryReplyPlace({ ...input, ...place })),
    )
    const [reply, ciphertext] = [new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)]
    answers.set(input.recoveryId, { status: 'allowed', enc: toBase64(reply), sealed: toBase64(ciphertext) })
  }
  return { publicKey, office, asked, answers, state, allow }
}
