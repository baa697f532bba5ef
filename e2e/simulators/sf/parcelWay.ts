import type { Entry, Order } from './ledger'

/** The way of a parcel that meets no trouble, by SF's operation codes. */
const WAY: readonly string[] = ['50', '30', '44', '80']

const WORDS_BY_OP_CODE = new Map([
  ['50', '顺丰速运 已收取快件'],
  ['30', '快件在【营业点】已装车，准备发往【集散中心】'],
  ['44', '正在派送途中，请您准备签收'],
  ['80', '已签收，感谢使用顺丰，期待再次为您服务'],
  ['33', '派件异常：收方客户不在'],
  ['70', '派件不成功，将再次派送'],
  ['99', '应客户要求，快件正在转寄中'],
  ['648', '快件已退回'],
])

/**
 * What happens to a parcel next: a person clears an order that had to be looked at, or the next scan of the way.
 * `opCode` asks for a scan of one's own instead. Undefined when there is nothing more to come.
 */
export function nextEntry(order: Order, nowMs: number, opCode?: string): Entry | undefined {
  if (order.isCancelled || order.filterResult === 3) return undefined
  if (order.filterResult === 1) return { type: 'screened', orderId: order.orderId }

  const code = opCode ?? nextOpCode(order)
  if (code === undefined) return undefined
  const route = {
    acceptTime: beijingTime(nowMs),
    acceptAddress: code === '50' || code === '30' ? order.senderCity : order.receiverCity,
    opCode: code,
    remark: WORDS_BY_OP_CODE.get(code) ?? `操作码 ${code}`,
  }
  return { type: 'scanned', orderId: order.orderId, route }
}

export function isPickedUp(order: Order): boolean {
  return order.routes.some(({ opCode }) => WAY.includes(opCode))
}

function nextOpCode(order: Order): string | undefined {
  const passed = order.routes.map(({ opCode }) => WAY.indexOf(opCode))
  return WAY[Math.max(-1, ...passed) + 1]
}

/** SF writes wall-clock time in Beijing, without saying so: `2026-11-23 09:05:00`. */
export function beijingTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
