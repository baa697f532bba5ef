/** A character as a reader sees it: a code point with the marks and variation selectors that belong to it. */
const READ_CHARACTER = /\P{M}\p{M}*/gu

/** What ends at a building: `3栋`, `A座`, `12号楼`; and, where no building is named, a street number: `18号`. */
const BUILDING = /^.*?[\p{Nd}A-Z一二三四五六七八九十甲乙丙丁东南西北][#＃]?(?:号楼|栋|幢|座)/isu
const STREET_NUMBER = /^.*?\p{Nd}号(?![房室])/su
const STREET = /^.*?(?:街道|社区|路|街|巷|镇|乡|村)/su

const HIDDEN_REST = '****'

const charactersOf = (text: string): readonly string[] => text.trim().match(READ_CHARACTER) ?? []

/** Keeps `head` and `tail` characters and a star for each between; too short for that, nothing is shown. */
function maskMiddle(text: string, head: number, tail: number): string {
  const characters = charactersOf(text)
  const hiddenCount = characters.length - head - tail
  if (hiddenCount <= 0) return '*'.repeat(characters.length)
  return [...characters.slice(0, head), '*'.repeat(hiddenCount), ...characters.slice(characters.length - tail)].join('')
}

/** What is noted behind a name, 林小雨（监护人）: it says nothing of who it is, and a star in its place would mislead. */
const NOTE = /（[^（）]*）$/u

/** A person's name: 张*三, 张*; the last character is shown from three on, a note in brackets stays. */
export function maskName(name: string): string {
  const note = NOTE.exec(name.trim())?.[0] ?? ''
  const bare = name.trim().slice(0, name.trim().length - note.length)
  return `${maskMiddle(bare, 1, charactersOf(bare).length >= 3 ? 1 : 0)}${note}`
}

/** A party's name: a person's is masked, a legal person's stands in public registers. */
export const maskPartyName = (kind: 'person' | 'legal-person', name: string): string =>
  kind === 'person' ? maskName(name) : name

/** An identity number: `430102********1234`; of a shorter certificate (passport) the first and last two. */
export const maskIdNumber = (number: string): string =>
  charactersOf(number).length >= 15 ? maskMiddle(number, 6, 4) : maskMiddle(number, 2, 2)

/** A telephone number: `138****5678`. */
export const maskMobile = (number: string): string => maskMiddle(number, 3, 4)

/** An address as far as its building, else its street number, else its street; floor and room are never shown. */
export function maskAddress(address: string): string {
  const text = address.trim()
  if (text === '') return ''
  const shown = [BUILDING, STREET_NUMBER, STREET].map((pattern) => pattern.exec(text)?.[0]).find((part) => part) ?? ''
  return shown === text ? text : `${shown}${HIDDEN_REST}`
}
