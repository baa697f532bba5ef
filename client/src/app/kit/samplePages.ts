/** Pages drawn on the spot, each numbered, so that the strip shows something without a picture in the build. */
export async function drawSamplePages(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => drawPage(index + 1)))
}

async function drawPage(page: number): Promise<string> {
  const canvas = new OffscreenCanvas(210, 297)
  const pen = canvas.getContext('2d')
  if (pen) {
    pen.fillStyle = '#f3efe6'
    pen.fillRect(0, 0, 210, 297)
    pen.fillStyle = '#6b6468'
    pen.font = '40px sans-serif'
    pen.fillText(String(page), 24, 60)
    for (let line = 0; line < 12; line += 1) pen.fillRect(24, 90 + line * 15, line % 4 === 3 ? 90 : 160, 4)
  }
  return URL.createObjectURL(await canvas.convertToBlob())
}
