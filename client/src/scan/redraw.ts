const MAX_EDGE_PX = 2200
const JPEG_QUALITY = 0.85

/**
 * Decodes a picture, turns it upright, shrinks its long edge to 2200 px and writes it as JPEG; position and
 * camera data are gone with the old bytes. The browser decodes and encodes beside the page's own thread.
 * Undefined when it is no whole picture.
 */
export async function redraw(picture: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bitmap = await decode(picture)
  if (!bitmap) return undefined
  try {
    const scale = Math.min(1, MAX_EDGE_PX / Math.max(bitmap.width, bitmap.height))
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(bitmap.width * scale)),
      Math.max(1, Math.round(bitmap.height * scale)),
    )
    const sheet = canvas.getContext('2d', { alpha: false })
    if (!sheet) return undefined
    // A signature has no ground of its own, and JPEG would make it black.
    sheet.fillStyle = '#fff'
    sheet.fillRect(0, 0, canvas.width, canvas.height)
    sheet.imageSmoothingQuality = 'high'
    sheet.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
    return new Uint8Array(await jpeg.arrayBuffer())
  } finally {
    bitmap.close()
  }
}

async function decode(picture: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(picture, { imageOrientation: 'from-image' })
  } catch {
    return undefined
  }
}
