import { createHash, sign } from 'node:crypto'
import { acknowledgedText, signedText, type AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Acknowledger } from '../../domain/sync/acknowledger'
import { publicBytes, type PrivateKeys } from './keys'

/** Signs with the first key; the others are told to tablets, so that the first can be exchanged without a break. */
export function createAcknowledger(privateKeys: PrivateKeys): Acknowledger {
  const [signing] = privateKeys
  const keys = privateKeys.map((key) => toPublic(publicBytes(key)))
  const keyId = keyIdOf(publicBytes(signing))
  return {
    keys,
    acknowledge: (stored, epoch) => {
      const digests = stored.map(({ acknowledged, at }) => sha256Hex(acknowledgedText(acknowledged, at)))
      const text = Buffer.from(signedText({ epoch, digests }))
      return { keyId, epoch, digests, signature: sign(null, text, signing).toString('base64') }
    },
  }
}

const toPublic = (raw: Buffer): AcknowledgementKey => ({
  keyId: keyIdOf(raw),
  alg: 'ed25519',
  publicKey: raw.toString('base64'),
})

/** Says which key it is to whoever has several; it secures nothing. */
const keyIdOf = (raw: Buffer): string => sha256Hex(raw).slice(0, 16)

const sha256Hex = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
