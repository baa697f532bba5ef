/** Each failed once, and runs first ever since. Only ever add to it. */
export const PINNED_SEEDS: readonly number[] = [
  5, 9, 16, 18, 660, 1052, 504, 706, 1622, 379, 651, 300458, 319206, 716458,
]
