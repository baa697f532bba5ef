import type { Words } from './useWords'

const KB = 1024
const MB = 1024 * 1024

/** 12 KB; one decimal from 1 MB on. */
export function bytesWords(bytes: number, { t, formatNumber }: Words): string {
  if (bytes < KB) return t('queue.bytes', { count: bytes })
  if (bytes < MB) return t('queue.kilobytes', { count: formatNumber(Math.round(bytes / KB)) })
  return t('queue.megabytes', { count: formatNumber(Math.round((10 * bytes) / MB) / 10) })
}
