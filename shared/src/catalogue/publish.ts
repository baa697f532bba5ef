import { err, ok, type Result } from '../lib/result'
import { checkCondition, checkForm, repeatsIn, type FormRefusal } from './formRules'
import { isLongerLimit } from './limitOrder'
import type { ServiceItem } from './serviceItem'

/** Why an item version may not be published. */
export type PublishRefusal =
  /** Every licence is accepted by silence after its days, and has clock A (行政许可法 art. 32(4)). */
  | { readonly kind: 'silence-rule-missing' }
  | { readonly kind: 'acceptance-limit-missing' }
  | { readonly kind: 'promise-longer-than-law' }
  | { readonly kind: 'retired-without-last-day' }
  | { readonly kind: 'ends-before-it-begins' }
  | { readonly kind: 'material-repeated'; readonly material: string }
  /** No copy, or no room for a single page. */
  | { readonly kind: 'material-without-pages'; readonly material: string }
  /** A rule or a demand without its ground (取消没有法律法规依据的证明). */
  | { readonly kind: 'basis-blank'; readonly at: string }
  | FormRefusal

/** The item as it may be published, or everything that stands against it, all at once. */
export function checkItem(item: ServiceItem): Result<ServiceItem, PublishRefusal[]> {
  const refusals = [
    ...checkLimits(item),
    ...checkDates(item),
    ...checkForm(item.form),
    ...checkMaterials(item),
    ...checkBases(item),
  ]
  return refusals.length === 0 ? ok(item) : err(refusals)
}

function checkLimits({ type, silenceRule, limits }: ServiceItem): PublishRefusal[] {
  const refusals: PublishRefusal[] = []
  if (type === 'licence' && !silenceRule) refusals.push({ kind: 'silence-rule-missing' })
  if (type === 'licence' && !limits.acceptance) refusals.push({ kind: 'acceptance-limit-missing' })
  if (isLongerLimit(limits.promised.limit, limits.statutory.limit)) refusals.push({ kind: 'promise-longer-than-law' })
  return refusals
}

function checkDates({ effective, retired }: ServiceItem): PublishRefusal[] {
  if (!effective.to) return retired ? [{ kind: 'retired-without-last-day' }] : []
  return effective.to < effective.from ? [{ kind: 'ends-before-it-begins' }] : []
}

function checkMaterials({ form, materials }: ServiceItem): PublishRefusal[] {
  const repeated = repeatsIn(materials.map((spec) => spec.code))
  return [
    ...repeated.map((material): PublishRefusal => ({ kind: 'material-repeated', material })),
    ...materials.flatMap(({ code, copies, maxPages, when }): PublishRefusal[] => [
      ...(copies < 1 || maxPages < 1 ? [{ kind: 'material-without-pages', material: code } as const] : []),
      ...(when ? checkCondition(when, { at: code, fields: form }) : []),
    ]),
  ]
}

function checkBases({ limits, materials, silenceRule, separation, fee, legalBasis }: ServiceItem): PublishRefusal[] {
  const basisByPlace = {
    ...Object.fromEntries(
      Object.entries(limits).flatMap(([name, one]) => (one ? [[`limits.${name}`, one.basis]] : [])),
    ),
    ...Object.fromEntries(materials.map(({ code, basis }) => [`materials.${code}`, basis])),
    ...(silenceRule && { silenceRule: silenceRule.basis }),
    ...(separation.kind === 'waived' && { separation: separation.basis }),
    fee: fee.basis,
    // The first is quoted by written acts.
    legalBasis: legalBasis[0] ?? '',
  }
  const blank = Object.entries(basisByPlace).filter(([, basis]) => basis.trim() === '')
  return blank.map(([at]) => ({ kind: 'basis-blank', at }))
}
