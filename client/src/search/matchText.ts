import { bitAt, type Letter, type Searchable } from './letters'

/** Smaller is better: what was typed in characters goes before its sound, the beginning before the middle. */
export const TEXT_RANK = {
  whole: 0,
  beginning: 1,
  inside: 2,
  /** By initials, or by whole syllables of which the last may still be short. */
  soundBeginning: 3,
  soundInside: 4,
  /** Some syllables by a part, some whole: `zhangs`, `zsan`. */
  soundMixed: 5,
} as const

/** Letters `from` to before `to`. */
export type TextMatch = { readonly rank: number; readonly from: number; readonly to: number }

/** How much of each syllable is typed. */
type Manner = 'initials' | 'syllables' | 'mixed'
const MANNERS: readonly Manner[] = ['initials', 'syllables', 'mixed']

/**
 * Where a text says or sounds like what was typed (plain, not empty). By sound, each character in turn gives the first
 * letter or letters of one of its readings, whichever.
 */
export function matchText({ letters, plain, firsts }: Searchable, typed: string): TextMatch | undefined {
  const at = plain.indexOf(typed)
  if (at >= 0) {
    const rank = at > 0 ? TEXT_RANK.inside : plain === typed ? TEXT_RANK.whole : TEXT_RANK.beginning
    return { rank, from: lettersWithin(letters, at), to: lettersWithin(letters, at + typed.length) }
  }
  return (firsts & bitAt(typed, 0)) === 0 ? undefined : matchSound(letters, typed)
}

/** How many letters the first so many UTF-16 units are: a rare character is two of these. */
function lettersWithin(letters: readonly Letter[], units: number): number {
  let left = units
  const end = letters.findIndex(({ plain }) => (left -= plain.length) < 0)
  return end < 0 ? letters.length : end
}

function matchSound(letters: readonly Letter[], typed: string): TextMatch | undefined {
  const starts = [...letters.keys()].filter((at) => canBegin(letters, at, typed))
  if (starts.length === 0) return undefined
  for (const manner of MANNERS) {
    for (const from of starts) {
      const to = endOfSound(letters, from, typed, manner)
      if (to === undefined) continue
      const rank = from === 0 ? TEXT_RANK.soundBeginning : TEXT_RANK.soundInside
      return { rank: manner === 'mixed' ? TEXT_RANK.soundMixed : rank, from, to }
    }
  }
  return undefined
}

/** Told by its first two letters: it spares nearly all of the looking. */
function canBegin(letters: readonly Letter[], at: number, typed: string): boolean {
  const letter = letters[at]
  if (!letter || (letter.firsts & bitAt(typed, 0)) === 0) return false
  return typed.length === 1 || ((letter.seconds | (letters[at + 1]?.firsts ?? 0)) & bitAt(typed, 1)) !== 0
}

/** Behind the last letter that is needed to say all that was typed, beginning with the letter `at`. */
function endOfSound(letters: readonly Letter[], at: number, typed: string, manner: Manner): number | undefined {
  if (typed === '') return at
  if (!canBegin(letters, at, typed)) return undefined
  for (const reading of letters[at]?.readings ?? []) {
    for (const length of lengthsOf(reading, typed, manner)) {
      const end = endOfSound(letters, at + 1, typed.slice(length), manner)
      if (end !== undefined) return end
    }
  }
  return undefined
}

/** How many of the typed letters a reading can stand for, the most first. */
function lengthsOf(reading: string, typed: string, manner: Manner): readonly number[] {
  const common = commonLength(reading, typed)
  if (common === 0) return []
  switch (manner) {
    case 'initials':
      return [1]
    case 'syllables':
      return common === reading.length || common === typed.length ? [common] : []
    case 'mixed':
      return Array.from({ length: common }, (_, less) => common - less)
  }
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  for (let length = 0; length < most; length += 1) if (a[length] !== b[length]) return length
  return most
}
