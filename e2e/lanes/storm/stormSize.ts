export type StormSize = {
  readonly origin: string
  readonly ownerUrl: string
  readonly tablets: number
  /** Of each tablet. */
  readonly cases: number
  /** Of each case; 0: only words travel, and the one page that they name stays on its tablet. */
  readonly scans: number
}

/** As many as a station has. */
export const TABLETS_AT_STATION = 10

/**
 * The app's slow timer behind pokes is off: how often it asks depends on how long the machine takes, and then nobody could
 * say how many requests a storm needs.
 */
export const PULL_EVERY_MS = 24 * 60 * 60_000
