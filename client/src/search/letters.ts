import type { Sounds } from './sounds'

/** A letter, digit or Chinese character, as it is compared with what was typed. */
export type Letter = {
  /** Lower case, of common width. */
  readonly plain: string
  /** How its sound may be typed. A Latin letter is its own sound; a digit has none. */
  readonly readings: readonly string[]
  /** A bit for each letter that a reading may begin with: `a` is bit 0. */
  readonly firsts: number
  /** The same of the letters after those. */
  readonly seconds: number
}

/** A text as it is searched. What is no letter, digit or character of it is left out. */
export type Searchable = {
  readonly letters: readonly Letter[]
  /** The letters' `plain` as one. */
  readonly plain: string
  /** The `firsts` of all its letters: most texts are told by them not to sound like what was typed. */
  readonly firsts: number
}

/** Where a letter stands in the text as it is shown, in UTF-16 units. */
type Spot = { readonly plain: string; readonly from: number; readonly to: number }

/** What numbers and names are, nearly always: they need not be taken apart. */
const IS_PLAIN = /^[0-9A-Za-z\u4e00-\u9fff]*$/
const COUNTS = /[\p{L}\p{N}]/u
const LATIN = /^[a-z]$/
const NONE: readonly string[] = []
const A_CODE = 'a'.charCodeAt(0)

/** Gets texts ready to be searched. Each different character is looked up once, however many texts there are. */
export function createLettering(sounds: Sounds): (text: string) => Searchable {
  const known = new Map<string, readonly Letter[]>()
  const lettersOf = (character: string): readonly Letter[] => {
    const found = known.get(character)
    if (found) return found
    const made = plainLetters(character).map((plain) => makeLetter(plain, LATIN.test(plain) ? plain : sounds(plain)))
    known.set(character, made)
    return made
  }
  return (text) => {
    const letters: Letter[] = []
    let firsts = 0
    for (const character of text) {
      for (const letter of lettersOf(character)) {
        letters.push(letter)
        firsts |= letter.firsts
      }
    }
    return { letters, plain: plainOf(text), firsts }
  }
}

/** The place of the letters `from` to before `to` in their text. */
export function placeIn(text: string, { from, to }: { readonly from: number; readonly to: number }) {
  const spots = splitLetters(text)
  return { from: spots[from]?.from ?? 0, to: spots[to - 1]?.to ?? 0 }
}

/** Without case, width, punctuation and spaces. */
export const plainOf = (text: string): string =>
  IS_PLAIN.test(text)
    ? text.toLowerCase()
    : splitLetters(text)
        .map(({ plain }) => plain)
        .join('')

/** The bit of the letter at a place, from a to z; none of anything else. */
export function bitAt(text: string, at: number): number {
  const nth = text.charCodeAt(at) - A_CODE
  return nth >= 0 && nth < 26 ? 1 << nth : 0
}

function makeLetter(plain: string, sound: string): Letter {
  const readings = sound === '' ? NONE : sound.split(' ').flatMap(asTyped)
  return {
    plain,
    readings,
    firsts: readings.reduce((all, reading) => all | bitAt(reading, 0), 0),
    seconds: readings.reduce((all, reading) => all | bitAt(reading, 1), 0),
  }
}

/** 吕 is found as `lv` and, as many type it, as `lu`. */
const asTyped = (reading: string): readonly string[] =>
  reading.indexOf('v') > 0 ? [reading, reading.replace('v', 'u')] : [reading]

function splitLetters(text: string): Spot[] {
  const spots: Spot[] = []
  let at = 0
  for (const character of text) {
    const from = at
    at += character.length
    for (const plain of plainLetters(character)) spots.push({ plain, from, to: at })
  }
  return spots
}

/** One of common width may be several: ㈱ is 株. */
const plainLetters = (character: string): readonly string[] =>
  IS_PLAIN.test(character)
    ? [character.toLowerCase()]
    : Array.from(character.normalize('NFKC').toLowerCase()).filter((plain) => COUNTS.test(plain))
