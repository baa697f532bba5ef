import { createDecipheriv, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import {
  operationLabel,
  scanKeyLabel,
  SIGNATURE_BYTES,
  signedOperation,
  splitEnvelope,
  TAG_BYTES,
  type EnvelopeParts,
} from '@onetrip/shared/wire/envelope'
import type { EnvelopeOpener, EnvelopeRefusal } from '../../domain/sync/envelopes'
import { createContexts, deriveEnvelopeKey, type ContextName } from './contexts'
import type { PrivateSealingKey } from './sealingKeys'
import { unpackWords } from './unpackWords'

type Opened = Result<Uint8Array, EnvelopeRefusal>

/** Opens with any of these keys, by Node's own cryptography but for HPKE. */
export function createEnvelopeOpener(keys: readonly PrivateSealingKey[]): EnvelopeOpener {
  const findMaterial = createContexts(keys)

  async function open(
    name: Omit<ContextName, 'enc'>,
    envelope: EnvelopeParts | undefined,
    label: Uint8Array,
  ): Promise<Opened> {
    if (!envelope) return err('damaged')
    const found = findMaterial({ ...name, enc: envelope.enc })
    if (!found) return err('unknown-key')
    const material = await found.catch(() => undefined)
    return (material && decrypt(deriveEnvelopeKey(material, label), envelope, label)) ?? err('damaged')
  }

  return {
    keys: keys.map(({ publicKey }) => publicKey),
    isSigned: isSignedBy,
    openOperation: async (name, body, signingKey) => {
      const label = operationLabel(name)
      const envelope = body.subarray(SIGNATURE_BYTES)
      const isGenuine = isSignedBy(signedOperation(label, envelope), body.subarray(0, SIGNATURE_BYTES), signingKey)
      if (!isGenuine) return err('wrong-signature')
      const packed = await open(name, splitEnvelope(envelope), label)
      return packed.ok ? unpackWords(packed.value) : packed
    },
    openScanKey: (name, envelope) => open(name, splitEnvelope(envelope), scanKeyLabel(name)),
  }
}

/** Undefined when the tag does not fit: another key, another label, or changed bytes. */
function decrypt(key: Uint8Array, { iv, sealed }: EnvelopeParts, label: Uint8Array): Opened | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAAD(label)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const clear = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
  try {
    return ok(Buffer.concat([clear, decipher.final()]))
  } catch {
    return undefined
  }
}

/** What comes before the 65 raw bytes of a P-256 point in DER (SPKI, RFC 5480 §2). */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

function isSignedBy(bytes: Uint8Array, signature: Uint8Array, signingKey: Uint8Array): boolean {
  const key = readPoint(signingKey)
  return key !== undefined && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** A push has one device and many operations: its key is read once for all of them, in 0.15 ms. */
const keyByPoint = new WeakMap<Uint8Array, KeyObject>()

/** Undefined for bytes that are no point of the curve. */
function readPoint(point: Uint8Array): KeyObject | undefined {
  const known = keyByPoint.get(point)
  if (known) return known
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, point]), format: 'der', type: 'spki' })
    keyByPoint.set(point, key)
    return key
  } catch {
    return undefined
  }
}
