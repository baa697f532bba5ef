/**
 * What is taken for a PDF, the same on tablet and server: a page that the one takes and the other never would is stuck
 * between them. Some writers put a little before the head or after the end; readers look this far (ISO 32000-1 annex H).
 */
const HEAD_BYTES = 1_024
const TAIL_BYTES = 2_048

/** Whether the bytes begin as a PDF. What they are otherwise is asked first: a picture may carry such words, too. */
export const isPdf = (bytes: Uint8Array): boolean => latin(bytes, 0, HEAD_BYTES).includes('%PDF-')

/** Whether the PDF has its end; one that was cut off lacks it (ISO 32000-1 §7.5.5). Nothing in it is run or drawn. */
export function isPdfWhole(bytes: Uint8Array): boolean {
  const tail = latin(bytes, bytes.length - TAIL_BYTES, bytes.length)
  return tail.includes('startxref') && tail.includes('%%EOF')
}

/** Bytes as text, one character each. */
export const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(Math.max(0, from), to))
