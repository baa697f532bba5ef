import { inject, type InjectionKey } from 'vue'
import type { CaseId } from '@onetrip/shared/lib/ids'

/** Lets an application go, so that another tab may write it. */
export type Release = () => void

/** Makes this tab the only one that writes an application; undefined while another tab is. Ends with the tab. */
export type HoldDraft = (caseId: CaseId) => Promise<Release | undefined>

/** For tests. Everywhere else the browser's own locks serve. */
export const HOLD_DRAFT: InjectionKey<HoldDraft> = Symbol('hold-draft')

export const useHoldDraft = (): HoldDraft => inject(HOLD_DRAFT, holdByWebLock)

/** A page that was just reloaded, or a tab that was just closed, takes a moment to let go. */
const PATIENCE_MS = 1_000

const holdByWebLock: HoldDraft = (caseId) =>
  new Promise((resolve, reject) => {
    const untilReleased = (): Promise<void> =>
      new Promise((release) => {
        resolve(release)
      })
    navigator.locks
      .request(`onetrip-draft-${caseId}`, { signal: AbortSignal.timeout(PATIENCE_MS) }, untilReleased)
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'TimeoutError') resolve(undefined)
        else reject(error instanceof Error ? error : new Error('the browser gives no locks'))
      })
  })
