/** A source of chance with 128 bits of state (sfc32): one seed, one history. */
export type Chance = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number
  readonly isLucky: (probability: number) => boolean
  readonly pick: <Item>(items: readonly Item[]) => Item
  readonly bytes: (length: number) => Uint8Array<ArrayBuffer>
}

export function createChance(seed: number): Chance {
  const state = { a: seed | 0, b: 0x9e3779b9, c: 0x243f6a88, d: 1 }
  const nextUint = (): number => {
    const t = (state.a + state.b + state.d) | 0
    state.d = (state.d + 1) | 0
    state.a = state.b ^ (state.b >>> 9)
    state.b = (state.c + (state.c << 3)) | 0
    state.c = ((state.c << 21) | (state.c >>> 11)) + t
    state.c |= 0
    return t >>> 0
  }
  // The first outputs still show the seed's small differences.
  for (let i = 0; i < 15; i += 1) nextUint()
  const next = (): number => nextUint() / 2 ** 32
  const below = (n: number): number => Math.floor(next() * n)
  return {
    next,
    below,
    isLucky: (probability) => next() < probability,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
