import { applicableForm, applicableMaterials } from '@onetrip/shared/catalogue/applicable'
import type { DepartmentCorrectionPoint } from '@onetrip/shared/department/message'
import type { OwnTask } from './ownTask'

/**
 * What a correction points at that the item does not ask of this applicant. A field left empty and a material not
 * handed in may be pointed at: they are what is missing.
 */
export function unknownRefs(
  points: readonly DepartmentCorrectionPoint[],
  { item, file }: Pick<OwnTask, 'item' | 'file'>,
): string[] {
  const values = file.case.content.fields
  const fields = new Set(applicableForm(item.form, values).fields.map(({ id }) => id))
  const materials = new Set(applicableMaterials(item, values).map(({ code }) => code))
  const isKnown = ({ kind, ref }: DepartmentCorrectionPoint): boolean =>
    kind === 'field' ? fields.has(ref) : materials.has(ref)
  return [...new Set(points.filter((point) => !isKnown(point)).map(({ ref }) => ref))]
}
