import { textIn, type JsonObject } from './json'
import type { Ledger, Order } from './ledger'
import { nextEntry } from './parcelWay'
import { pushRoute } from './pushRoute'

/** The men and vans: what moves the parcels along, by the clock or when told. */
export type Parcels = {
  /** From now on the parcel goes one step every `stepMs`. */
  readonly startMoving: (orderId: string) => void
  /** `{orderId?, opCode?}`: one step for one parcel or all; `opCode` makes a scan of one's own. */
  readonly advance: (request: JsonObject) => JsonObject[]
  readonly stop: () => void
}

export type ParcelOptions = { readonly pushUrl: string; readonly stepMs: number; readonly nowMs: () => number }

export function createParcels(ledger: Ledger, options: ParcelOptions): Parcels {
  const stopped = new AbortController()
  const timers = new Map<string, NodeJS.Timeout>()

  /** One step; undefined when there is none left. */
  function step(order: Order, opCode?: string): JsonObject | undefined {
    const entry = nextEntry(order, options.nowMs(), opCode)
    if (entry === undefined) return undefined
    ledger.write(entry)
    if (entry.type !== 'scanned') return { orderId: order.orderId }

    const { route } = entry
    const id = `${options.nowMs()}${order.routes.length}`
    if (options.pushUrl !== '') void pushRoute({ url: options.pushUrl, order, route, id }, stopped.signal)
    return { orderId: order.orderId, opCode: route.opCode }
  }

  function startMoving(orderId: string): void {
    if (options.stepMs <= 0 || timers.has(orderId)) return
    const timer = setInterval(() => {
      const order = ledger.find(orderId)
      if (order === undefined || step(order) === undefined) clearInterval(timer)
    }, options.stepMs)
    timers.set(orderId, timer)
  }

  for (const { orderId } of ledger.all()) startMoving(orderId)
  return {
    startMoving,
    advance(request) {
      const [orderId, opCode] = [textIn(request, 'orderId'), textIn(request, 'opCode')]
      const orders = ledger.all().filter((order) => orderId === '' || order.orderId === orderId)
      const steps = orders.map((order) => step(order, opCode === '' ? undefined : opCode))
      return steps.filter((made) => made !== undefined)
    },
    stop() {
      stopped.abort()
      for (const timer of timers.values()) clearInterval(timer)
    },
  }
}
