import type { OperationName, ScanKeyName } from '@onetrip/shared/wire/envelope'
import type { Result } from '@onetrip/shared/lib/result'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'

/**
 * `unknown-key`: sealed to a key that this server does not have. `wrong-signature`: not by that device, or changed on
 * the way. `damaged`: it does not open.
 */
export type EnvelopeRefusal = 'unknown-key' | 'wrong-signature' | 'damaged'

/** Opens what tablets sealed to the house. */
export type EnvelopeOpener = {
  /** What tablets are told to seal to: the first for new envelopes, all of them to open. */
  readonly keys: readonly SealingKey[]
  /** The words of an operation. `signingKey`: the device's, as the raw point of 65 bytes. */
  readonly openOperation: (
    name: OperationName,
    body: Uint8Array<ArrayBuffer>,
    signingKey: Uint8Array,
  ) => Promise<Result<Uint8Array, EnvelopeRefusal>>
  /** The 32 bytes under which a scan is sealed. */
  readonly openScanKey: (
    name: ScanKeyName,
    envelope: Uint8Array<ArrayBuffer>,
  ) => Promise<Result<Uint8Array, EnvelopeRefusal>>
  /** Whether the device of this key has signed exactly these bytes. */
  readonly isSigned: (bytes: Uint8Array, signature: Uint8Array, signingKey: Uint8Array) => boolean
}
