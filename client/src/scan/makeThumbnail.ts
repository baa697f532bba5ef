/** Enough for the strip on a screen of double density. */
const THUMBNAIL_HEIGHT_PX = 256

/**
 * A page as small as a strip shows it: sixty masters, each decoded whole, would be a gigabyte. Undefined when it cannot
 * be decoded. Whoever asked for it closes it.
 */
export async function makeThumbnail(picture: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(picture, { resizeHeight: THUMBNAIL_HEIGHT_PX, resizeQuality: 'medium' })
  } catch {
    return undefined
  }
}
