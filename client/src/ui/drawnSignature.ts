import type { PointGroup } from 'signature_pad'

/** A signature on glass: the picture, and the strokes with their times and pressures as they were made. */
export type DrawnSignature = { readonly png: Uint8Array<ArrayBuffer>; readonly strokes: readonly PointGroup[] }
