/** A number from the command line, `--cases 20`; the usual one where nothing is said. Throws at anything else. */
export function readNumber(words: readonly string[], name: string, usual: number): number {
  const at = words.indexOf(`--${name}`)
  if (at < 0) return usual
  const number = Number(words[at + 1] ?? Number.NaN)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`say a number: --${name} ${usual}`)
  return number
}
