import type { UploadsMeta } from '../db/meta'

/** The line as the browser tells of it; `unknown` where it does not. */
export type LineKind = 'mobile' | 'other' | 'unknown'

/** How long the agent's word holds against the setting. */
export const ANYWAY_MS = 3_600_000

type UploadFacts = { readonly settings: UploadsMeta; readonly line: LineKind; readonly nowMs: number }

/** Whether scans may travel now. Words always may; a line of which nothing is known holds nothing back. */
export function mayUpload({ settings, line, nowMs }: UploadFacts): boolean {
  if (!settings.pausesOnMobile || line !== 'mobile') return true
  const { anywayUntilMs } = settings
  // One that lies further ahead was noted by a clock that has since been set back.
  return anywayUntilMs !== undefined && nowMs < anywayUntilMs && anywayUntilMs - nowMs <= ANYWAY_MS
}
