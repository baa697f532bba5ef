/** A number as a hand types it, full-width figures included; what is none stays the text it was, to be mended. */
export function readNumber(typed: string): number | string {
  const plain = typed.normalize('NFKC').trim()
  // Longer ones lose digits in a double.
  return /^-?\d+(\.\d*)?$/.test(plain) && plain.length <= 15 ? Number(plain) : typed
}
