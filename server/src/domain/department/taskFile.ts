import type { FormField } from '@onetrip/shared/catalogue/formField'
import type { FieldValue } from '@onetrip/shared/catalogue/condition'
import { DepartmentTaskFile } from '@onetrip/shared/department/message'
import type { Instant } from '@onetrip/shared/lib/time'
import { askedBy } from '../inbox/asked'
import { assignmentOf } from './assignment'
import type { OwnTask } from './ownTask'

/** The file set of one task: what its item asks, and nothing of other tasks, of delivery or of contacts. [DEPT-R12] */
export function taskFile(own: OwnTask, now: Instant): DepartmentTaskFile {
  const { item, file, catalogue } = own
  const { content, stationId, collectedAt } = file.case
  const { parties, fields, materials } = askedBy(item, content)
  return DepartmentTaskFile.parse({
    ...assignmentOf(own, now),
    itemName: item.name,
    capacity: content.capacity,
    station: { stationId, name: catalogue.stations.get(stationId)?.name ?? stationId },
    collectedAt,
    // Parsing leaves out what the schema does not name: telephone and address.
    parties,
    fields: fields.map(({ field, value }) => ({
      ref: field.id,
      label: field.label,
      value,
      words: inWords(field, value),
    })),
    materials: materials.map(({ spec, entry }) => ({
      ref: spec.code,
      name: spec.name,
      how: entry.how,
      scans: entry.how === 'scanned' ? entry.pages : [],
    })),
  })
}

/** An answer as a person reads it. The file is a Chinese document; screens take their words from i18n. */
function inWords({ input }: FormField, value: FieldValue): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  const labelOf = (one: string): string =>
    ('options' in input ? input.options.find((option) => option.value === one)?.label : undefined) ?? one
  if (Array.isArray(value)) return value.map(labelOf).join('、')
  if (typeof value === 'string') return labelOf(value)
  return input.kind === 'number' && input.unit !== undefined ? `${value} ${input.unit}` : String(value)
}
