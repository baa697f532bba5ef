import { deflateSync } from 'fflate'
import { findWordsDictionary, WORDS_DICTIONARY_VERSION } from '@onetrip/shared/wire/wordsDictionary'

/** The words of an operation, made small: the version of the dictionary, and raw deflate with it. */
export function packWords(words: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const dictionary = findWordsDictionary(WORDS_DICTIONARY_VERSION)
  if (!dictionary) throw new Error('the newest dictionary is not known to its own app')
  const small = deflateSync(words, { dictionary })
  const packed = new Uint8Array(1 + small.length)
  packed[0] = WORDS_DICTIONARY_VERSION
  packed.set(small, 1)
  return packed
}
