import { inflateRawSync } from 'node:zlib'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { MAX_PUSH_BYTES } from '@onetrip/shared/wire/protocol'
import { findWordsDictionary } from '@onetrip/shared/wire/wordsDictionary'

/**
 * The words of an operation as they were before they were packed: the first byte says with which dictionary.
 * `unknown-key`: a newer one than this server has. `damaged`: no deflate, or it would be larger than any operation.
 */
export function unpackWords(packed: Uint8Array): Result<Uint8Array, 'unknown-key' | 'damaged'> {
  const dictionary = findWordsDictionary(packed[0] ?? 0)
  if (!dictionary) return err('unknown-key')
  try {
    return ok(inflateRawSync(packed.subarray(1), { dictionary, maxOutputLength: MAX_PUSH_BYTES }))
  } catch {
    return err('damaged')
  }
}
