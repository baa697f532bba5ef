import { groupBy } from '../lib/groupBy'
import { err, ok, type Result } from '../lib/result'
import { checkCondition, checkForm, repeatsIn, type FormRefusal } from './formRules'
import type { FieldInput, FormField } from './formField'
import type { ItemCode, ServiceItem } from './serviceItem'
import type { Theme } from './theme'
import { circleIn } from './themeMembers'

/** Why a theme may not be published. */
export type ThemeRefusal =
  | { readonly kind: 'member-unknown'; readonly itemCode: ItemCode }
  | { readonly kind: 'member-repeated'; readonly itemCode: string }
  | { readonly kind: 'lead-not-member' }
  /** The lead collects the one correction notice, so it is always there. */
  | { readonly kind: 'lead-conditional' }
  | { readonly kind: 'need-not-member'; readonly itemCode: ItemCode; readonly needs: ItemCode }
  /** These members wait for one another. */
  | { readonly kind: 'needs-circle'; readonly itemCodes: readonly ItemCode[] }
  /** One canonical id asks for answers of different kinds, or for choices between different options. */
  | { readonly kind: 'field-clash'; readonly field: string }
  | FormRefusal

/**
 * The theme as it may be published over these items (one version of each member), or everything that stands
 * against it. Member conditions may name guided questions only: they are answered before the form is known.
 */
export function checkTheme(theme: Theme, items: readonly ServiceItem[]): Result<Theme, ThemeRefusal[]> {
  const refusals = [...checkMembers(theme, items), ...checkForm(theme.questions), ...checkClashes(theme, items)]
  return refusals.length === 0 ? ok(theme) : err(refusals)
}

function checkMembers(theme: Theme, items: readonly ServiceItem[]): ThemeRefusal[] {
  const codes = theme.members.map((member) => member.itemCode)
  const known = new Set(items.map((item) => item.itemCode))
  const circle = circleIn(theme, codes)
  return [
    ...repeatsIn(codes).map((itemCode): ThemeRefusal => ({ kind: 'member-repeated', itemCode })),
    ...codes.filter((code) => !known.has(code)).map((itemCode): ThemeRefusal => ({ kind: 'member-unknown', itemCode })),
    ...checkLead(theme),
    ...theme.members.flatMap((member) => checkMember(member, theme)),
    ...(circle.length > 0 ? [{ kind: 'needs-circle', itemCodes: circle } as const] : []),
  ]
}

function checkLead({ members, lead }: Theme): ThemeRefusal[] {
  const leading = members.find((member) => member.itemCode === lead)
  if (!leading) return [{ kind: 'lead-not-member' }]
  return leading.when.if === 'always' ? [] : [{ kind: 'lead-conditional' }]
}

function checkMember({ itemCode, when, needs }: Theme['members'][number], theme: Theme): ThemeRefusal[] {
  const strange = needs.filter((need) => !theme.members.some((member) => member.itemCode === need))
  return [
    ...checkCondition(when, { at: itemCode, fields: theme.questions }),
    ...strange.map((need): ThemeRefusal => ({ kind: 'need-not-member', itemCode, needs: need })),
  ]
}

function checkClashes({ members, questions }: Theme, items: readonly ServiceItem[]): ThemeRefusal[] {
  const forms = items.filter((item) => members.some((member) => member.itemCode === item.itemCode))
  const fieldsById = groupBy<string, FormField>([...questions, ...forms.flatMap((item) => item.form)], ({ id }) => id)
  return [...fieldsById].flatMap(([field, asked]): ThemeRefusal[] => {
    const kindsOfAnswer = new Set(asked.map(({ input }) => kindOfAnswer(input)))
    return kindsOfAnswer.size > 1 ? [{ kind: 'field-clash', field }] : []
  })
}

/** Alike when one entry can answer both: the kind, and for choices the same options in any order. */
function kindOfAnswer(input: FieldInput): string {
  if (input.kind !== 'choice' && input.kind !== 'choices') return input.kind
  return JSON.stringify([input.kind, ...input.options.map((option) => option.value).toSorted()])
}
