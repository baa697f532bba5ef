import { applicableForm, applicableMaterials } from './applicable'
import type { FieldValues } from './condition'
import type { FormField } from './formField'
import type { MaterialSpec } from './materialSpec'
import { mergeField } from './mergeField'
import { mergeMaterial } from './mergeMaterial'
import type { ItemCode, ServiceItem } from './serviceItem'
import type { Theme } from './theme'

/** A question that applies now. It has no `when` any more: its condition has been answered. */
export type IntakeField = {
  readonly field: FormField
  /** The items that ask it; none where only the theme does. */
  readonly askedBy: readonly ItemCode[]
  /** One of the theme's guided questions, asked before the form. */
  readonly isGuiding: boolean
}

/** A material that applies now, once for all the items that name its code. */
export type IntakeMaterial = {
  readonly spec: MaterialSpec
  readonly askedBy: readonly ItemCode[]
  /** The ground on which each of them may demand it, without repeats. */
  readonly bases: readonly string[]
}

/** What is asked of one applicant for all items together. Fields of one group stand side by side. */
export type IntakeForm = { readonly fields: readonly IntakeField[]; readonly materials: readonly IntakeMaterial[] }

/**
 * One form for all items: each canonical field and each material once, by what has been answered so far. What
 * stands where depends on the order of the items alone (guided questions first), so nothing jumps while typing.
 */
export function intakeForm(items: readonly ServiceItem[], values: FieldValues, theme?: Theme): IntakeForm {
  return { fields: mergedFields(items, values, theme), materials: mergedMaterials(items, values) }
}

function mergedFields(items: readonly ServiceItem[], values: FieldValues, theme?: Theme): IntakeField[] {
  const questions = theme?.questions ?? []
  const guiding = applicableForm(questions, values).fields.map((field): IntakeField => {
    return { field, askedBy: [], isGuiding: true }
  })
  const asked = items.flatMap((item) =>
    applicableForm(item.form, values).fields.map((field): IntakeField => {
      return { field, askedBy: [item.itemCode], isGuiding: false }
    }),
  )
  const byId = mergeByKey([...guiding, ...asked], ({ field }) => field.id, joinFields)
  return inGroups([...questions, ...items.flatMap((item) => item.form)]).flatMap(({ id, group }) => {
    const merged = byId.get(id)
    return merged ? [{ ...merged, field: { ...merged.field, ...(group && { group }) } }] : []
  })
}

function mergedMaterials(items: readonly ServiceItem[], values: FieldValues): IntakeMaterial[] {
  const asked = items.flatMap((item) =>
    applicableMaterials(item, values).map((spec): IntakeMaterial => {
      return { spec, askedBy: [item.itemCode], bases: [spec.basis] }
    }),
  )
  const byCode = mergeByKey(asked, ({ spec }) => spec.code, joinMaterials)
  const codes = new Set(items.flatMap((item) => item.materials.map((spec) => spec.code)))
  return [...codes].flatMap((code) => byCode.get(code) ?? [])
}

const joinFields = (first: IntakeField, second: IntakeField): IntakeField => ({
  field: mergeField(first.field, second.field),
  askedBy: union(first.askedBy, second.askedBy),
  isGuiding: first.isGuiding || second.isGuiding,
})

const joinMaterials = (first: IntakeMaterial, second: IntakeMaterial): IntakeMaterial => ({
  spec: mergeMaterial(first.spec, second.spec),
  askedBy: union(first.askedBy, second.askedBy),
  bases: union(first.bases, second.bases),
})

const union = <T>(first: readonly T[], second: readonly T[]): T[] => [...new Set([...first, ...second])]

function mergeByKey<T>(parts: readonly T[], keyOf: (part: T) => string, join: (a: T, b: T) => T): Map<string, T> {
  const byKey = new Map<string, T>()
  for (const part of parts) {
    const earlier = byKey.get(keyOf(part))
    byKey.set(keyOf(part), earlier ? join(earlier, part) : part)
  }
  return byKey
}

/** Each field id once, under the first group that any definition names; groups as they first appear. */
function inGroups(fields: readonly FormField[]): { id: string; group: string | undefined }[] {
  const groupById = new Map<string, string | undefined>()
  for (const { id, group } of fields) groupById.set(id, groupById.get(id) ?? group)
  const ids = Array.from(groupById, ([id, group]) => ({ id, group }))
  return [...new Set(groupById.values())].flatMap((group) => ids.filter((one) => one.group === group))
}
