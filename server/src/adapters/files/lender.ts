import type { Lend } from '../../domain/files/files'

/**
 * Lends memory that is used again. Whatever is new for each scan outlives the small collections of the garbage while the
 * disk is waited for, and then lies about until the great one: with four lanes as much as everything else in the process.
 * So many sheets are kept, of so many bytes each; who asks for more, or for larger, gets one of its own.
 */
export function createLender({ sheets, sheetBytes }: { readonly sheets: number; readonly sheetBytes: number }): Lend {
  const free: Uint8Array<ArrayBuffer>[] = []
  return async (bytes, use) => {
    if (bytes > sheetBytes) return use(new Uint8Array(bytes))
    // Of a sheet that nothing was written to yet the system gives no page.
    const sheet = free.pop() ?? new Uint8Array(sheetBytes)
    try {
      return await use(sheet.subarray(0, bytes))
    } finally {
      if (free.length < sheets) free.push(sheet)
    }
  }
}
