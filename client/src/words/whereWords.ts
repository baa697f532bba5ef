import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from './useWords'

/** Where a case that was handed in is, as the outbox knows it. */
type Where =
  | { readonly kind: 'unknown'; readonly why: 'reading' | 'failed' }
  | { readonly kind: 'only-here'; readonly scans: number }
  | { readonly kind: 'scans-here'; readonly scans: number }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'arrived' | 'scans-missing' | 'unproven' }

type Said = { readonly label: string; readonly tone: 'neutral' | 'accent' | 'alert' | 'done'; readonly text?: string }

/** The sentence on a receipt and on a case: never safer than it is. */
export function whereWords(where: Where, { t }: Words): Said {
  switch (where.kind) {
    case 'unknown':
      return where.why === 'reading'
        ? { label: t('cases.where.reading'), tone: 'neutral' }
        : { label: t('cases.where.unreadable'), tone: 'alert', text: t('cases.where.unreadableText') }
    case 'only-here':
      return { label: t('cases.where.onlyHere'), tone: 'accent', text: t('cases.where.onlyHereText') }
    case 'scans-here':
      return { label: t('cases.where.scansHere', { count: where.scans }), tone: 'accent' }
    case 'stuck':
      return { label: t('cases.where.stuck'), tone: 'alert' }
    case 'unproven':
      return { label: t('cases.where.unproven'), tone: 'alert', text: t('cases.where.unprovenText') }
    case 'arrived':
      return { label: t('cases.where.arrived'), tone: 'done' }
    case 'scans-missing':
      return { label: t('cases.where.scansMissing'), tone: 'accent' }
    default:
      return assertNever(where)
  }
}
