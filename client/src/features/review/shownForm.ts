import { applicableForm, applicableMaterials } from '@onetrip/shared/catalogue/applicable'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import type { MaterialSpec } from '@onetrip/shared/catalogue/materialSpec'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'
import type { Words } from '../../words/useWords'

/** The questions of one group, in the form's order. */
export type FieldGroup = { readonly title: string; readonly fields: readonly FormField[] }

/** What the item asks of this case, answered or not, in groups. */
export function fieldGroups({ item, fields }: TaskDetail, { t }: Words): FieldGroup[] {
  const asked = applicableForm(item.form, fields).fields
  const titles = [...new Set(asked.map(({ group }) => group))]
  return titles.map((title) => ({
    // One group without a name needs none; beside named ones it is the rest.
    title: title ?? (titles.length > 1 ? t('review.form.otherGroup') : ''),
    fields: asked.filter(({ group }) => group === title),
  }))
}

export type ShownMaterial = { readonly spec: MaterialSpec; readonly entry: TaskDetail['materials'][number] | undefined }

/** Every material that the item asks of this case, handed in or not. */
export const shownMaterials = ({ item, fields, materials }: TaskDetail): ShownMaterial[] =>
  applicableMaterials(item, fields).map((spec) => ({ spec, entry: materials.find(({ code }) => code === spec.code) }))
