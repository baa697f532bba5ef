import type { CaseContent, MaterialEntry } from '@onetrip/shared/case/content'
import type { Party } from '@onetrip/shared/case/party'
import { applicableForm, applicableMaterials } from '@onetrip/shared/catalogue/applicable'
import type { FieldValue } from '@onetrip/shared/catalogue/condition'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import type { MaterialSpec } from '@onetrip/shared/catalogue/materialSpec'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { ScanId } from '@onetrip/shared/lib/ids'

export type AskedField = { readonly field: FormField; readonly value: FieldValue }
export type AskedMaterial = { readonly spec: MaterialSpec; readonly entry: MaterialEntry }

/** Of a case, only what one item asks: each department sees what its own decision needs, and nothing else. */
export type Asked = {
  readonly parties: readonly Party[]
  readonly fields: readonly AskedField[]
  readonly materials: readonly AskedMaterial[]
}

/** A contact serves the delivery and the station's calls, so stays there. */
export function askedBy(item: ServiceItem, content: CaseContent): Asked {
  const { fields, answers } = applicableForm(item.form, content.fields)
  return {
    parties: content.parties.filter((party) => party.role !== 'contact'),
    fields: fields.flatMap((field) => {
      const value = answers[field.id]
      return value === undefined ? [] : [{ field, value }]
    }),
    materials: applicableMaterials(item, content.fields).flatMap((spec) => {
      const entry = content.materials.find(({ code }) => code === spec.code)
      return entry ? [{ spec, entry }] : []
    }),
  }
}

/** Whether a material that the item asks has this page. */
export const isScanAsked = (asked: Asked, scanId: ScanId): boolean =>
  asked.materials.some(({ entry }) => entry.pages.some((page) => page.scanId === scanId))
