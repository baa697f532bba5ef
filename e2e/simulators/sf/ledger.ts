import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

/** One scan of a parcel, as SF's route query tells it. */
export type Route = {
  readonly acceptTime: string
  readonly acceptAddress: string
  readonly opCode: string
  readonly remark: string
}

/** 筛单结果: 1 a person must look, 2 taken, 3 out of reach. */
export type FilterResult = 1 | 2 | 3

export type Order = {
  readonly orderId: string
  readonly waybillNo: string
  readonly filterResult: FilterResult
  /** With filterResult 3: 1 the collecting end is out of reach, 2 the delivering end. */
  readonly filterRemark: string
  readonly senderCity: string
  readonly receiverCity: string
  readonly isCancelled: boolean
  readonly routes: readonly Route[]
  /** What the customer sent, so that a test can see that it says nothing about the contents. */
  readonly request: unknown
}

/** One line of the file. The file is only ever added to; the orders are what its lines say, in order. */
export type Entry =
  | { readonly type: 'created'; readonly order: Order }
  | { readonly type: 'screened'; readonly orderId: string }
  | { readonly type: 'scanned'; readonly orderId: string; readonly route: Route }
  | { readonly type: 'cancelled'; readonly orderId: string }

export type Ledger = {
  readonly find: (orderId: string) => Order | undefined
  readonly all: () => readonly Order[]
  readonly write: (entry: Entry) => void
}

/** Opens `orders.jsonl` in a folder, which is made when missing. A half-written last line (a crash) is cut off. */
export function openLedger(dataDir: string): Ledger {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'orders.jsonl')
  const orders = new Map<string, Order>()
  for (const line of readWholeLines(file)) {
    apply(orders, JSON.parse(line) as Entry) // our own lines: nobody else writes this file
  }

  return {
    find: (orderId) => orders.get(orderId),
    all: () => [...orders.values()],
    write(entry) {
      appendFileSync(file, `${JSON.stringify(entry)}\n`)
      apply(orders, entry)
    },
  }
}

function readWholeLines(file: string): string[] {
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1
  if (wholeBytes < bytes.length) truncateSync(file, wholeBytes)
  return bytes
    .subarray(0, wholeBytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

function apply(orders: Map<string, Order>, entry: Entry): void {
  if (entry.type === 'created') {
    orders.set(entry.order.orderId, entry.order)
    return
  }
  const order = orders.get(entry.orderId)
  if (order !== undefined) orders.set(entry.orderId, changed(order, entry))
}

function changed(order: Order, entry: Exclude<Entry, { type: 'created' }>): Order {
  switch (entry.type) {
    case 'screened':
      return { ...order, filterResult: 2 }
    case 'scanned':
      return { ...order, routes: [...order.routes, entry.route] }
    case 'cancelled':
      return { ...order, isCancelled: true }
  }
}
