import { noiseFrom } from './random.mjs'

const mix = (from, to, t) => from.map((value, c) => value + (to[c] - value) * t)

/** What lies under the paper: functions from a seed to a colour per pixel. */
export const desks = {
  oak: (seed) => wood(seed, [203, 164, 112], [176, 134, 84]),
  walnut: (seed) => wood(seed, [122, 88, 62], [88, 60, 42]),
  slate(seed) {
    const noise = noiseFrom(seed)
    return (x, y) => {
      const t = noise(x * 0.012, y * 0.012) * 0.6 + noise(x * 0.21, y * 0.21) * 0.4
      return mix([92, 97, 101], [120, 125, 128], t)
    }
  },
  cloth(seed) {
    const noise = noiseFrom(seed)
    return (x, y) => {
      const thread = (Math.sin(x * 1.1) + Math.sin(y * 1.1)) * 0.12
      const check = (Math.floor(x / 170) + Math.floor(y / 170)) % 2 === 0 ? 0.14 : 0
      return mix([158, 176, 184], [206, 214, 214], Math.min(1, 0.5 + thread + check + noise(x * 0.03, y * 0.03) * 0.3))
    }
  },
}

function wood(seed, light, dark) {
  const noise = noiseFrom(seed)
  return (x, y) => {
    const bend = noise(x * 0.0016, y * 0.004) * 60
    const ring = 0.5 + 0.5 * Math.sin((y + bend) * 0.055 + noise(x * 0.003, y * 0.02) * 7)
    const fibre = noise(x * 0.012, y * 0.55)
    return mix(light, dark, ring * 0.42 + fibre * 0.5)
  }
}
