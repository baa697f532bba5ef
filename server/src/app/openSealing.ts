import { createEnvelopeOpener } from '../adapters/sealing/envelopeOpener'
import { readSealingKey, type PrivateSealingKey } from '../adapters/sealing/sealingKeys'
import { createOfficeKeys } from '../adapters/sealing/officeKeys'
import type { OfficeKeys } from '../domain/recovery/officeKeys'
import type { EnvelopeOpener } from '../domain/sync/envelopes'

/** Throws where there is no key, or one is none: tablets would seal to nobody. */
export function openEnvelopes(texts: readonly string[]): EnvelopeOpener {
  const keys = readSealingKeys('ONETRIP_ENVELOPE_KEYS', texts)
  if (keys.length === 0) throw new Error('ONETRIP_ENVELOPE_KEYS is not set: tablets seal what they send to it')
  return createEnvelopeOpener(keys)
}

/** Throws where there is no key, or one is none: who forgets a passphrase would have lost what is on the tablet. */
export function openOfficeKeys(texts: readonly string[]): OfficeKeys {
  const [first, ...others] = readSealingKeys('ONETRIP_RECOVERY_KEYS', texts)
  if (!first) throw new Error('ONETRIP_RECOVERY_KEYS is not set: nobody could help an agent who forgot a passphrase')
  return createOfficeKeys([first, ...others])
}

/** The keys of one variable; throws a sentence that names it and never what it says. */
export const readSealingKeys = (name: string, texts: readonly string[]): PrivateSealingKey[] =>
  texts.map((text) => {
    const read = readSealingKey(text)
    if (!read.ok) throw new Error(`${name} is not as .env.example says it: ${read.error}`)
    return read.value
  })
