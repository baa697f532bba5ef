import sharp from 'sharp'
import { desks } from './desks.mjs'
import { randomFrom } from './random.mjs'

const LOOKS = [0.25, 0.75].flatMap((dy) => [0.25, 0.75].map((dx) => [dx, dy]))
/** A warm white, as rooms have it. */
const LAMP_COLOUR = [1.01, 1, 0.965]
const BLUR_PX = 0.7
const NOISE = 5

/**
 * Photographs a paper lying on a desk, as a phone would: perspective, a curl, uneven light, someone's shadow, lens blur,
 * sensor noise, JPEG. `corners` are where the paper's corners come to lie (top left first, clockwise).
 */
export async function photograph(paper, shot) {
  const { width, height } = shot
  const light = await lightOf(shot)
  const picture = Buffer.alloc(width * height * 3)
  const toPaper = paperFromPhoto(shot.corners)
  const desk = desks[shot.desk](shot.seed)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const colour = [0, 0, 0]
      // Four looks per pixel, or the paper's edge and thin strokes would be jagged.
      for (const [dx, dy] of LOOKS) {
        const seen = look(paper, toPaper(x + dx, y + dy), shot.curl)
        const under = seen ?? desk(x + dx, y + dy)
        const lit = seen ? light.onPaper[at] : light.onDesk[at]
        for (let c = 0; c < 3; c += 1) colour[c] += (under[c] * lit * LAMP_COLOUR[c]) / (255 * 4)
      }
      for (let c = 0; c < 3; c += 1) picture[at * 3 + c] = Math.min(255, colour[c])
    }
  }
  return develop(picture, shot)
}

/** Inverse of the projection that takes the unit square to four corners (Heckbert 1989). */
function paperFromPhoto([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const sx = x0 - x1 + x2 - x3
  const sy = y0 - y1 + y2 - y3
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2]
  const area = dx1 * dy2 - dx2 * dy1
  const g = (sx * dy2 - dx2 * sy) / area
  const h = (dx1 * sy - sx * dy1) / area
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0]
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0]
  // The adjugate is as good as the inverse: the common factor goes away with w.
  const [A, B, C] = [e - f * h, c * h - b, b * f - c * e]
  const [D, E, F] = [f * g - d, a - c * g, c * d - a * f]
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d]
  return (x, y) => {
    const w = G * x + H * y + I
    return [(A * x + B * y + C) / w, (D * x + E * y + F) / w]
  }
}

/** The paper's colour at (u, v), or nothing beside it. A curl lifts its middle, which moves and shades what is there. */
function look(paper, [u, v], curl) {
  const bentV = v + curl * Math.sin(Math.PI * u) * Math.sin(Math.PI * v)
  if (u < 0 || u >= 1 || bentV < 0 || bentV >= 1) return undefined
  const shade = 1 + curl * 1.6 * Math.cos(Math.PI * u)
  const x = u * (paper.width - 1)
  const y = bentV * (paper.height - 1)
  const left = Math.floor(x)
  const top = Math.floor(y)
  const [tx, ty] = [x - left, y - top]
  const first = (top * paper.width + left) * 4
  const below = first + (top + 1 < paper.height ? paper.width * 4 : 0)
  const right = left + 1 < paper.width ? 4 : 0
  // Rounded corners and the like are transparent.
  if (paper.data[first + 3] < 128) return undefined
  return [0, 1, 2].map((c) => {
    const upper = paper.data[first + c] * (1 - tx) + paper.data[first + right + c] * tx
    const lower = paper.data[below + c] * (1 - tx) + paper.data[below + right + c] * tx
    return (upper * (1 - ty) + lower * ty) * shade
  })
}

/** Light per pixel, 0–255: brighter towards the lamp, darker at the edges, darker under the hand that holds the phone. */
async function lightOf({ width, height, corners, lamp, shade }) {
  const points = (shift) => corners.map(([x, y]) => `${x + shift[0]},${y + shift[1]}`).join(' ')
  const [fromX, fromY] = lamp
  const gradient = `<radialGradient id="lamp" cx="${fromX}" cy="${fromY}" r="1.25"><stop offset="0" stop-color="#fff"/>
    <stop offset="0.55" stop-color="#ececec"/><stop offset="1" stop-color="#b0b0b0"/></radialGradient>
    <filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${shade.softness}"/></filter>
    <filter id="near" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>`
  const cast = `<path d="${shade.path}" fill="#000" opacity="${shade.strength}" filter="url(#soft)"/>`
  const under = `<polygon points="${points([(0.5 - fromX) * 16, (0.5 - fromY) * 16 + 5])}" fill="#000" opacity="0.55" filter="url(#near)"/>`
  const raster = (inside) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${gradient}</defs>
         <rect width="100%" height="100%" fill="url(#lamp)"/>${inside}</svg>`,
      ),
    )
      .greyscale()
      .raw()
      .toBuffer()
  return { onPaper: await raster(cast), onDesk: await raster(under + cast) }
}

async function develop(picture, { width, height, seed, noise = NOISE }) {
  const soft = await sharp(picture, { raw: { width, height, channels: 3 } })
    .blur(BLUR_PX)
    .raw()
    .toBuffer()
  const random = randomFrom(seed + 1)
  // The sum of three is bell-shaped enough for a sensor.
  const grain = () => (random() + random() + random() - 1.5) * noise
  for (let at = 0; at < soft.length; at += 3) {
    const shared = grain()
    for (let c = 0; c < 3; c += 1) soft[at + c] = Math.max(0, Math.min(255, soft[at + c] + shared + grain() * 0.4))
  }
  return sharp(soft, { raw: { width, height, channels: 3 } })
}
