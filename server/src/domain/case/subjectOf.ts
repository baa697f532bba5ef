import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { assertNever } from '@onetrip/shared/lib/result'

/** What a point of a correction is about, as the notice names it. */
export function subjectOf(at: CorrectionPoint['at'], item: ServiceItem): string {
  switch (at.kind) {
    case 'field':
      return item.form.find((field) => field.id === at.fieldId)?.label ?? '申请表'
    case 'material':
      return item.materials.find((spec) => spec.code === at.materialCode)?.name ?? '申请材料'
    case 'party':
      return '申请人信息'
    case 'other':
      return '其他'
    default:
      return assertNever(at)
  }
}
