import type { LineKind } from '../sync/mayUpload'

/** Not in TypeScript's list: Chromium on a tablet tells it, page and worker alike; others do not. */
export type Connection = EventTarget & { readonly type?: string }

export const findConnection = (): Connection | undefined =>
  (navigator as WorkerNavigator & { readonly connection?: Connection }).connection

/** The line as the browser tells of it now. */
export function readLineKind(): LineKind {
  const type = findConnection()?.type
  if (type === undefined || type === 'unknown') return 'unknown'
  return type === 'cellular' ? 'mobile' : 'other'
}
