/** How characters are read. Made and checked by `readings.test.ts`. */
export type Readings = {
  /** Of each character from U+4E00 on, readings parted by spaces, characters by commas. Lower case, ü as v. */
  readonly block: string
  /** Of single characters elsewhere, in the same way, each behind its character. */
  readonly others: string
}

/** All readings of one character, without tones, parted by spaces; empty where it is none that is known. */
export type Sounds = (character: string) => string

const BLOCK_START = 0x4e00

/** For those who cannot be told how characters are read: a search then finds by characters and numbers alone. */
export const noSounds: Sounds = () => ''

export function readSounds({ block, others }: Readings): Sounds {
  const ofBlock = block.split(',')
  const elsewhere = new Map(
    others.split(',').map((entry) => {
      const [character = ''] = entry
      return [character, entry.slice(character.length)] as const
    }),
  )
  return (character) => ofBlock[(character.codePointAt(0) ?? 0) - BLOCK_START] ?? elsewhere.get(character) ?? ''
}
