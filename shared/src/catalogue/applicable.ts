import { holds, type FieldValues } from './condition'
import type { FormField } from './formField'
import type { MaterialSpec } from './materialSpec'
import type { ServiceItem } from './serviceItem'

/** The part of a form that applies now, and the answers to it. */
export type ApplicableForm = { readonly fields: readonly FormField[]; readonly answers: FieldValues }

/**
 * What of one form applies. A condition sees only answers to questions that are themselves asked: what was
 * typed before its question disappeared asks nothing more. Conditions look back only (checked at publication).
 */
export function applicableForm(form: readonly FormField[], values: FieldValues): ApplicableForm {
  const fields: FormField[] = []
  const answers: Record<string, FieldValues[string]> = {}
  for (const { when, ...field } of form) {
    if (when && !holds(when, answers)) continue
    fields.push(field)
    answers[field.id] = values[field.id]
  }
  return { fields, answers }
}

/** The materials of one item that apply, `when` taken off: it has been answered. */
export function applicableMaterials(item: ServiceItem, values: FieldValues): MaterialSpec[] {
  const { answers } = applicableForm(item.form, values)
  return item.materials.flatMap(({ when, ...spec }) => (!when || holds(when, answers) ? [spec] : []))
}
