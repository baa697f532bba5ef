/**
 * Draws a page anew as JPEG, at most `width` pixels wide and never enlarged, turned upright: nothing that came with the
 * bytes besides the picture goes out. Throws for bytes that are no picture, and for one of too many pixels.
 */
export type MakePreview = (bytes: AsyncIterable<Uint8Array>, width: number) => Promise<Uint8Array>
