import { vi } from 'vitest'

/** For tests: waits until the check holds, also on a machine that is busy with other tests. */
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 20 })
