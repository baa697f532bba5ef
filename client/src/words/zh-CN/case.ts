import type { Role } from '@onetrip/shared/access/policy'
import type { Capacity, DeliveryChoice, MaterialEntry } from '@onetrip/shared/case/content'
import type { IdType, Party, PartyRole } from '@onetrip/shared/case/party'
import type { TaskState, TaskStatus } from '@onetrip/shared/case/taskState'
import type { BookingRefusal } from '@onetrip/shared/dispatch/bookingRefusal'
import type { DeliveryStage } from '@onetrip/shared/dispatch/deliveryStage'
import type { DispatchStatus } from '@onetrip/shared/dispatch/dispatch'
import type { TraceKind } from '@onetrip/shared/dispatch/traceEvent'
import type { CourierCode } from '@onetrip/shared/dispatch/waybill'
import type { ShownClock, ShownDocument } from '@onetrip/shared/wire/inbox'
import type { CaseEventKind } from '../caseEvent'

type Outcome = Extract<TaskState, { status: 'closed' }>['outcome']

/** What all apps say of a case. A new member of a union does not compile until it has its words. */
export const caseWords = {
  listSeparator: '、',
  answer: { yes: '是', no: '否', withUnit: '{number} {unit}' },
  arriving: '上传中 {arrived}/{total}',
  arrivingSignature: '上传中，差签名',
  taskStatus: {
    received: '待受理',
    'correction-required': '待补正',
    'not-accepted': '不予受理',
    accepted: '已受理，审查中',
    approved: '准予，待出证',
    denied: '不予批准',
    issued: '已出证',
    closed: '已办结',
  } as const satisfies Record<TaskStatus, string>,
  issuedAnd: {
    'to-collect': '已出证，待领取',
    'to-send': '已出证，待寄出',
    'on-its-way': '已出证，送达中',
  } as const satisfies Record<DeliveryStage, string>,
  outcome: { delivered: '结果已送达', 'refusal-served': '决定已送达' } as const satisfies Record<Outcome, string>,
  due: {
    left: '还剩 {count} 个工作日',
    today: '今天到期',
    overdue: '超期 {count} 个工作日',
    stopped: '时限暂停，剩 {count} 个工作日',
    stoppedOverdue: '时限暂停，已超期 {count} 个工作日',
    on: '{date}前',
    provisional: '暂定',
    provisionalWhy: '该年度的放假安排尚未公布，日期按平日规则推算，公布后会重新计算。',
    none: '不计时',
  },
  clock: { acceptance: '受理时限', decision: '办理时限', delivery: '送达时限' } as const satisfies Record<
    ShownClock['clock'],
    string
  >,
  event: {
    submitted: '服务点收件',
    received: '材料到齐，部门收件',
    'correction-required': '一次性告知补正',
    'correction-answered': '服务点提交补正材料',
    corrected: '补正材料收齐',
    'content-changed': '随别的部门的补正，本事项用到的内容有改动',
    accepted: '受理',
    'not-accepted': '不予受理',
    approved: '准予',
    denied: '不予批准',
    issued: '出证',
    'dispatch-requested': '安排寄送',
    'dispatch-moved': '寄送有新进展',
    delivered: '结果已送达',
    'refusal-served': '决定已送达',
    'scan-replaced': '服务点换了一页没传上来的扫描件',
    'operation-settled': '服务点处理了一条待办',
    other: '有新的记录',
  } as const satisfies Record<CaseEventKind | 'other', string>,
  role: {
    agent: '帮代办员',
    reviewer: '审批人员',
    dispatcher: '寄递人员',
    admin: '系统管理员',
    resident: '申请人',
    'department-system': '部门业务系统',
  } as const satisfies Record<Role, string>,
  capacity: { window: '受理窗口', proxy: '代办', assist: '帮办' } as const satisfies Record<Capacity, string>,
  partyRole: {
    applicant: '申请人',
    'legal-representative': '法定代表人',
    'authorised-agent': '经办人',
    guardian: '监护人',
    'household-member': '家庭成员',
    contact: '联系人',
  } as const satisfies Record<PartyRole, string>,
  idType: {
    'resident-id': '居民身份证',
    'foreign-resident-id': '外国人永久居留身份证',
    passport: '护照',
    'credit-code': '统一社会信用代码',
  } as const satisfies Record<IdType, string>,
  identityCheck: {
    'seen-not-stored': '已核验，不留存',
    scanned: '已核验，留存电子件',
    'not-checked': '未核验',
  } as const satisfies Record<Party['identityCheck'], string>,
  materialHow: { scanned: '已提交', owed: '容缺后补', promised: '告知承诺' } as const satisfies Record<
    MaterialEntry['how'],
    string
  >,
  delivery: { courier: '快递送达', 'pick-up': '到服务点领取' } as const satisfies Record<
    DeliveryChoice['mode'],
    string
  >,
  document: {
    result: '结果证照',
    acceptance: '受理通知书',
    correction: '补正通知书',
    'not-accepted': '不予受理通知书',
    denial: '不予办理决定书',
  } as const satisfies Record<ShownDocument['kind'], string>,
  denialOfLicence: '不予许可决定书',
  courier: { sf: '顺丰速运' } as const satisfies Record<CourierCode, string>,
  dispatchStatus: {
    requested: '待下单',
    booked: '已下单，待揽收',
    'picked-up': '已揽收',
    'in-transit': '运输中',
    'out-for-delivery': '派送中',
    delivered: '已签收',
    exception: '异常',
    lost: '丢失',
    returned: '已退回',
    cancelled: '已取消',
  } as const satisfies Record<DispatchStatus, string>,
  trace: {
    'order-created': '快递已下单',
    'pickup-scheduled': '已安排上门揽收',
    'pickup-failed': '揽收未成功',
    'picked-up': '已揽收',
    'in-transit': '运输中',
    'arrived-at-destination': '到达目的地网点',
    'out-for-delivery': '派送中',
    'delivery-to-locker': '已放入快递柜',
    'awaiting-pickup': '在代收点等待领取',
    delivered: '已签收',
    'signed-by-third-party': '由他人代收',
    'delivery-attempted': '派送未成功',
    'recipient-unavailable': '派送时联系不上收件人',
    'address-issue': '地址有问题',
    refused: '收件人拒收',
    redirected: '改寄新地址',
    damaged: '包裹破损',
    exception: '快递出现异常',
    lost: '包裹丢失',
    'return-initiated': '正在安排退回',
    'in-return-transit': '退回途中',
    'returned-to-sender': '已退回寄件人',
    'order-cancelled': '快递订单已取消',
    note: '快递有新记录',
  } as const satisfies Record<TraceKind, string>,
  bookingRefusal: {
    'address-not-served': '快递不到这个地址，请核对或改为到服务点领取。',
    'contact-incomplete': '收寄双方的姓名、电话或地址不完整，请补全。',
    'phone-not-accepted': '快递不认可其中一个电话号码，请核对。',
    'account-refused': '快递协议不包含这类寄送，请联系系统管理员。',
    'contents-refused': '快递不接受这类寄件。',
    'no-capacity': '快递暂时没有运力，系统稍后会再下单。',
    'order-cancelled': '这张快递订单已取消，需要另建一次寄送。',
    other: '原因见快递公司的答复。',
  } as const satisfies Record<BookingRefusal['kind'], string>,
} as const
