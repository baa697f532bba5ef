// Makes the sample photos beside it: node e2e/samples/make.mjs [name …]. Needs the fonts Noto Sans and Serif CJK SC
// (Debian: fonts-noto-cjk). Same seed, same photo; another version of the fonts or of libvips may move a few bytes.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { photograph } from './make/camera.mjs'
import { papers } from './make/papers.mjs'
import { shots } from './make/shots.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(papers)) {
  const photo = await takePhoto(name)
  await writeFile(here(`${name}.jpg`), photo)
  console.log(`${name}.jpg  ${photo.length.toLocaleString('en')} bytes`)
}
await makeBadOnes()

async function takePhoto(name) {
  const shot = shots[name]
  const { data, info } = await sharp(Buffer.from(papers[name]()), { density: 72 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const picture = await photograph({ data, width: info.width, height: info.height }, shot)
  return toJpeg(picture, shot)
}

/** The best quality that stays under the wished number of bytes. */
async function toJpeg(picture, { targetBytes, exif }) {
  const pixels = await picture.png().toBuffer()
  let best
  for (let [low, high] = [40, 96]; low <= high;) {
    const quality = Math.floor((low + high) / 2)
    const photo = await (
      exif ? sharp(pixels).rotate(270).withExif(exif).withMetadata({ orientation: 6 }) : sharp(pixels)
    )
      .jpeg({ quality })
      .toBuffer()
    if (photo.length <= targetBytes) [best, low] = [photo, quality + 1]
    else high = quality - 1
  }
  return best
}

async function makeBadOnes() {
  await mkdir(here('bad'), { recursive: true })
  const good = await takePhoto('health-certificate')
  await writeFile(here('bad/0-byte.jpg'), '')
  await writeFile(here('bad/truncated.jpg'), good.subarray(0, 40_000))
  await writeFile(here('bad/renamed-text.jpg'), '这是一个改了名字的文本文件，不是照片。\n')
}
