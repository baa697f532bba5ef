import type { pinyin } from 'pinyin-pro'
import * as z from 'zod/mini'

/** How a word is read where the dictionary gets it wrong: 还款 is `huan kuan`. One syllable per character. */
export const PinyinException = z
  .object({ word: z.string().check(z.minLength(1)), pinyin: z.string().check(z.regex(/^[a-z]+( [a-z]+)*$/)) })
  .check(z.refine(({ word, pinyin: sound }) => Array.from(word).length === sound.split(' ').length))
export type PinyinException = z.infer<typeof PinyinException>

/** What is searched by: syllables with spaces between them, and their first letters. Lower case, ü as v. */
export type Sound = { readonly full: string; readonly initials: string }

type Dictionary = typeof pinyin

/** The sound of an item's or a theme's name. Letters and digits stand for themselves, whole, in both. */
export type SoundOf = (name: string, exceptions: readonly PinyinException[]) => Sound

/** Opens the dictionary, which only who publishes a catalogue needs: it is no small thing to hold. */
export async function openSounds(): Promise<SoundOf> {
  const { pinyin: dictionary } = await import('pinyin-pro')
  return (name, exceptions) => soundOf(dictionary, name, exceptions)
}

function soundOf(dictionary: Dictionary, name: string, exceptions: readonly PinyinException[]): Sound {
  const syllables = readSyllables(dictionary, name, exceptions)
  return {
    full: syllables.map(({ sound }) => sound).join(' '),
    initials: syllables.map(({ sound, isChinese }) => (isChinese ? sound.charAt(0) : sound)).join(''),
  }
}

type Syllable = { readonly sound: string; readonly isChinese: boolean }

function readSyllables(dictionary: Dictionary, text: string, exceptions: readonly PinyinException[]): Syllable[] {
  const [exception, ...others] = exceptions
  if (!exception) return readByDictionary(dictionary, text)
  const known = exception.pinyin.split(' ').map((sound): Syllable => ({ sound, isChinese: true }))
  return text
    .split(exception.word)
    .flatMap((part, index) => [...(index > 0 ? known : []), ...readSyllables(dictionary, part, others)])
}

function readByDictionary(dictionary: Dictionary, text: string): Syllable[] {
  return dictionary(text, { type: 'all', toneType: 'none', v: true, nonZh: 'consecutive' })
    .map(({ isZh, pinyin: sound, origin }) => ({ sound: isZh ? sound : plain(origin), isChinese: isZh }))
    .filter(({ sound }) => sound !== '')
}

/** As a search reads what is typed: without width, case and punctuation. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
