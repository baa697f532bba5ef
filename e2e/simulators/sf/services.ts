import { asObject, objectsIn, textIn, type JsonObject } from './json'
import type { FilterResult, Ledger, Order } from './ledger'
import { isPickedUp } from './parcelWay'

/** The inner half of an answer, the text inside `apiResultData`. SF sends `success` now as a boolean, now as a word. */
export type Answer = {
  readonly success: boolean | 'true'
  readonly errorCode: string
  readonly errorMsg: string | null
  readonly msgData: unknown
}

/** One service: reads the request, writes the ledger if something changes, and answers. */
export type Service = (ledger: Ledger, msgData: JsonObject) => Answer

export const SERVICE_BY_CODE: ReadonlyMap<string, Service> = new Map([
  ['EXP_RECE_CREATE_ORDER', createOrder],
  ['EXP_RECE_SEARCH_ORDER_RESP', searchOrder],
  ['EXP_RECE_SEARCH_ROUTES', searchRoutes],
  ['EXP_RECE_UPDATE_ORDER', updateOrder],
])

// Two made-up rules, so that every outcome can be had: this city is out of reach, that one is looked at by hand.
const UNSERVED_CITY = '三沙市'
const HAND_SCREENED_CITY = '那曲市'

/** 下订单. Gives a waybill number at once; an order number is good for one order, for ever. */
function createOrder(ledger: Ledger, msgData: JsonObject): Answer {
  const orderId = textIn(msgData, 'orderId')
  if (orderId === '' || textIn(msgData, 'language') === '') return no('S0002', '必填参数为空')
  if (ledger.find(orderId) !== undefined) return no('8016', '重复下单')

  const contacts = objectsIn(msgData.contactInfoList)
  const sender = contacts.find(({ contactType }) => contactType === 1)
  const receiver = contacts.find(({ contactType }) => contactType === 2)
  const lack = lackOf(sender, SENDER_LACKS) ?? lackOf(receiver, RECEIVER_LACKS)
  if (lack !== undefined) return lack
  if (!objectsIn(msgData.cargoDetails).some((cargo) => textIn(cargo, 'name') !== '')) {
    return no('1023', '拖寄物品名不能为空')
  }

  const [senderCity, receiverCity] = [textIn(sender, 'city'), textIn(receiver, 'city')]
  const filterResult = screen(senderCity, receiverCity)
  const order: Order = {
    orderId,
    waybillNo: filterResult === 3 ? '' : `SF74444${String(ledger.all().length + 1).padStart(8, '0')}`,
    filterResult,
    filterRemark: filterResult === 3 ? (senderCity === UNSERVED_CITY ? '1' : '2') : '',
    senderCity,
    receiverCity,
    isCancelled: false,
    routes: [],
    request: msgData,
  }
  ledger.write({ type: 'created', order })
  return yes({ ...orderFacts(order), originCode: '731', destCode: '731' })
}

/** 订单结果查询: for a customer who got no answer to its order. */
function searchOrder(ledger: Ledger, msgData: JsonObject): Answer {
  const order = ledger.find(textIn(msgData, 'orderId'))
  if (order === undefined) return no('8018', '未获取到订单信息')
  if (order.isCancelled) return no('8253', '订单已取消')
  // This one service writes its numbers as text and its codes in small letters.
  return yes({ ...orderFacts(order), filterResult: String(order.filterResult), origincode: '731', destcode: '731' })
}

/** 路由查询, here by the customer's order number only (trackingType 2). */
function searchRoutes(ledger: Ledger, msgData: JsonObject): Answer {
  if (String(msgData.trackingType) !== '2') return no('8191', '运单号格式不正确')
  const asked: unknown[] = Array.isArray(msgData.trackingNumber) ? msgData.trackingNumber : []
  const found = asked.flatMap((orderId) => ledger.find(String(orderId)) ?? [])
  const routeResps = found.map(({ waybillNo, routes }) => ({ mailNo: waybillNo, routes }))
  return { ...yes({ routeResps }), success: 'true' }
}

/** 订单取消 (dealType 2). A confirmed order, and ours are confirmed at once, is named together with its waybill. */
function updateOrder(ledger: Ledger, msgData: JsonObject): Answer {
  const order = ledger.find(textIn(msgData, 'orderId'))
  if (order === undefined) return no('8018', '未获取到订单信息')
  if (order.isCancelled) return no('8037', '已消单')
  if (msgData.dealType !== 2) return no('8252', '订单已确认')
  if (isPickedUp(order)) return no('8019', '订单已确认或已消单')
  const named = objectsIn(msgData.waybillNoInfoList).map((info) => textIn(info, 'waybillNo'))
  if (order.waybillNo !== '' && !named.includes(order.waybillNo)) return no('8017', '订单号与运单号不匹配')

  ledger.write({ type: 'cancelled', orderId: order.orderId })
  return yes({ orderId: order.orderId, waybillNoInfoList: waybills(order), resStatus: 2 })
}

function screen(senderCity: string, receiverCity: string): FilterResult {
  const cities = [senderCity, receiverCity]
  if (cities.includes(UNSERVED_CITY)) return 3
  return cities.includes(HAND_SCREENED_CITY) ? 1 : 2
}

type Lacks = readonly (readonly [field: string, errorCode: string, errorMsg: string])[]

const SENDER_LACKS: Lacks = [
  ['address', '1010', '寄件地址不能为空'],
  ['contact', '1011', '寄件联系人不能为空'],
  ['mobile', '1012', '寄件电话不能为空'],
]
const RECEIVER_LACKS: Lacks = [
  ['address', '1014', '到件地址不能为空'],
  ['contact', '1015', '到件联系人不能为空'],
  ['mobile', '1016', '到件电话不能为空'],
]

function lackOf(contact: JsonObject | undefined, lacks: Lacks): Answer | undefined {
  const lack = lacks.find(([field]) => textIn(contact, field) === '')
  if (lack !== undefined) return no(lack[1], lack[2])
  return /^1\d{10}$/.test(textIn(asObject(contact), 'mobile')) ? undefined : no('8196', '信息异常')
}

function orderFacts(order: Order): JsonObject {
  const { orderId, filterResult, filterRemark } = order
  return { orderId, filterResult, remark: filterRemark, waybillNoInfoList: waybills(order) }
}

const waybills = ({ waybillNo }: Order): readonly JsonObject[] =>
  waybillNo === '' ? [] : [{ waybillType: 1, waybillNo }]

const yes = (msgData: unknown): Answer => ({ success: true, errorCode: 'S0000', errorMsg: null, msgData })
const no = (errorCode: string, errorMsg: string): Answer => ({ success: false, errorCode, errorMsg, msgData: null })
