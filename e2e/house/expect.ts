import { expect as playwrightExpect } from '@playwright/test'

/** Waits as long as a busy machine needs; where a promise of speed is made, the flow measures it itself. */
export const expect = playwrightExpect.configure({ timeout: 15_000 })
