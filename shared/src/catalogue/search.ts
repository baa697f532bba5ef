/** What can be searched: items and themes alike. `pinyin` is made when they are published. */
export type Searchable = {
  readonly name: string
  readonly alsoKnownAs: readonly string[]
  readonly pinyin: { readonly full: string; readonly initials: string }
}

/** Smaller is better. The name in characters goes before its sound, its sound before other names. */
const RANK = {
  nameWhole: 0,
  namePrefix: 1,
  nameInfix: 2,
  soundPrefix: 3,
  soundInfix: 4,
  aliasPrefix: 5,
  aliasInfix: 6,
  /** Added when only the single words are found, not the words as one. */
  scattered: 7,
} as const
const NOT_FOUND = Infinity

/** The best `limit` entries for what was typed, best first. */
export type CatalogueSearch<T> = (words: string, limit: number) => T[]

/** As `prepareSearch`, for a single question. */
export const searchCatalogue = <T extends Searchable>(entries: readonly T[], words: string, limit: number): T[] =>
  prepareSearch(entries)(words, limit)

/**
 * Gets entries ready to be searched at every key stroke: by characters, full pinyin or initials, in any case and
 * with any spaces; several words must all be found. Nothing typed gives the first ones. Equals keep a fixed
 * order: shorter name first, then as handed in.
 */
export function prepareSearch<T extends Searchable>(entries: readonly T[]): CatalogueSearch<T> {
  const prepared = entries.map((entry) => ({ entry, keys: keysOf(entry) }))
  return (words, limit) => {
    const parts = words.split(/\s+/u).map(plain).filter(Boolean)
    if (parts.length === 0) return entries.slice(0, limit)
    return prepared
      .map(({ entry, keys }) => ({ entry, rank: rankOf(keys, parts) }))
      .filter(({ rank }) => rank !== NOT_FOUND)
      .sort((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length)
      .slice(0, limit)
      .map(({ entry }) => entry)
  }
}

/** An entry as it is compared with what was typed. */
type SearchKeys = {
  readonly name: string
  readonly aliases: readonly string[]
  readonly initials: string
  readonly sound: string
  /** Where in `sound` a syllable begins: `an` is not to be found in `dan`. */
  readonly syllableStarts: ReadonlySet<number>
}

function keysOf({ name, alsoKnownAs, pinyin }: Searchable): SearchKeys {
  const syllables = pinyin.full.split(' ')
  const starts = syllables.map((_, index) => syllables.slice(0, index).join('').length)
  return {
    name: plain(name),
    aliases: alsoKnownAs.map(plain),
    initials: pinyin.initials,
    sound: syllables.join(''),
    syllableStarts: new Set(starts),
  }
}

function rankOf(keys: SearchKeys, parts: readonly string[]): number {
  const whole = rankOfWord(keys, parts.join(''))
  if (whole !== NOT_FOUND || parts.length === 1) return whole
  return RANK.scattered + Math.max(...parts.map((part) => rankOfWord(keys, part)))
}

function rankOfWord(keys: SearchKeys, word: string): number {
  const inName = position(keys.name.indexOf(word))
  if (inName === 0) return keys.name === word ? RANK.nameWhole : RANK.namePrefix
  if (inName !== NOT_FOUND) return RANK.nameInfix

  const inSound = Math.min(position(keys.initials.indexOf(word)), positionInSound(keys, word))
  if (inSound !== NOT_FOUND) return inSound === 0 ? RANK.soundPrefix : RANK.soundInfix

  const inAlias = Math.min(...keys.aliases.map((alias) => position(alias.indexOf(word))))
  if (inAlias !== NOT_FOUND) return inAlias === 0 ? RANK.aliasPrefix : RANK.aliasInfix
  return NOT_FOUND
}

const position = (index: number): number => (index < 0 ? NOT_FOUND : index)

function positionInSound({ sound, syllableStarts }: SearchKeys, word: string): number {
  let at = sound.indexOf(word)
  while (at >= 0 && !syllableStarts.has(at)) at = sound.indexOf(word, at + 1)
  return position(at)
}

/** Without case, width, punctuation and spaces: 食品经营许可（餐饮） and 食品经营许可(餐饮) are the same words. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
