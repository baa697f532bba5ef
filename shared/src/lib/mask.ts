/** A character as a reader sees it: a code point with the marks and variation selectors that belong to it. */
const READ_CHARACTER = /\P{M}\p{M}*/gu

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
