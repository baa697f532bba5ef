import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { CaseId, StationId, TaskId } from '@onetrip/shared/lib/ids'
import { Instant, PlainDate } from '@onetrip/shared/lib/time'
import type { TaskState } from '@onetrip/shared/case/taskState'
import type { InboxLine, TaskDetail } from '@onetrip/shared/wire/inbox'
import type { Me } from '@onetrip/shared/wire/session'
import { DistrictId, PostId } from '@onetrip/shared/lib/ids'

export const at = (text: string): Instant => Instant.parse(text)
const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const aReviewer: Me = {
  districtId: DistrictId.parse('430102'),
  postId: PostId.parse(uuid(900)),
  personId: uuid(901),
  name: '何志强',
  role: 'reviewer',
  unitId: 'market-regulation',
  unitName: '区市场监管局',
}

export const received: TaskState = { status: 'received', receivedAt: at('2026-11-18T02:00:00.000Z') }

const item = anItem({
  form: [
    aField('shopName', { label: '字号' }),
    aField('area', { label: '面积', input: { kind: 'number', unit: '平方米' } }),
  ],
  materials: [aMaterial('lease', { name: '租赁合同', basis: '办法第三条' }), aMaterial('plan', { name: '平面图' })],
})

/** For tests: the line of case `n`. */
export function anInboxLine(n = 1, changes: Partial<InboxLine> = {}): InboxLine {
  const itemRef = { itemCode: item.itemCode, version: 1 }
  return {
    row: {
      kind: 'task',
      caseId: CaseId.parse(uuid(n)),
      item: itemRef,
      receiptNumber: `R${n}`,
      stationId: StationId.parse('430102009001'),
      applicantMasked: '张*三',
      collectedAt: at('2026-11-18T01:30:00.000Z'),
      scans: { arrived: 2, total: 2 },
      task: {
        taskId: TaskId.parse(uuid(500 + n)),
        item: itemRef,
        departmentId: item.departmentId,
        revision: 1,
        state: received,
      },
    },
    itemName: item.name,
    stationName: '荷晏社区',
    ...changes,
  }
}

/** For tests: case `n` opened: one field and one material were given, the others not. */
export function aTaskDetail(n = 1, changes: Partial<TaskDetail> = {}): TaskDetail {
  return {
    row: anInboxLine(n).row,
    item,
    stationName: '荷晏社区',
    capacity: 'window',
    parties: [],
    fields: { shopName: '芙蓉小馆' },
    materials: [{ code: 'plan', how: 'scanned', pages: [] }],
    deliveryMode: 'courier',
    insisted: false,
    events: [],
    documents: [],
    dispatches: [],
    proposedResult: { name: '食品经营许可证', number: '1', issuedOn: PlainDate.parse('2026-11-23') },
    ...changes,
  }
}
