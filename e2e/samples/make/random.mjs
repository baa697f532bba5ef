/** Mulberry32: the same seed makes the same photo. */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Smooth noise in [0, 1) on a grid of random values that repeats every 256 cells. */
export function noiseFrom(seed) {
  const random = randomFrom(seed)
  const grid = Float32Array.from({ length: 65_536 }, random)
  const at = (x, y) => grid[((y & 255) << 8) | (x & 255)]
  const ease = (t) => t * t * (3 - 2 * t)
  return (x, y) => {
    const left = Math.floor(x)
    const top = Math.floor(y)
    const tx = ease(x - left)
    const ty = ease(y - top)
    const upper = at(left, top) * (1 - tx) + at(left + 1, top) * tx
    const lower = at(left, top + 1) * (1 - tx) + at(left + 1, top + 1) * tx
    return upper * (1 - ty) + lower * ty
  }
}
