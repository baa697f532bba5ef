import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import type { ToldKeys } from '@onetrip/shared/wire/toldKeys'
import type { House } from './house'

/** Hex digits: keys of two sets are told apart, and nothing is secured by it. */
const KEYS_DIGEST_LENGTH = 16

/** The public keys of the house, and what stands for all of them; nothing where the tablet has these. */
export function tellKeys(
  { acknowledger, envelopes, officeKeys, sha256Hex }: House,
  keysKnown: string | undefined,
): ToldKeys {
  const keys = {
    acknowledgementKeys: [...acknowledger.keys],
    envelopeKeys: [...envelopes.keys],
    recoveryKey: officeKeys.publicKey,
  }
  const keysDigest = sha256Hex(canonicalJson(keys)).slice(0, KEYS_DIGEST_LENGTH)
  return keysKnown === keysDigest ? {} : { keysDigest, ...keys }
}
