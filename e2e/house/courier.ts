import type { ProcessHandle } from '../../.scripts/system.mjs'

/** As much of `GET /sim/orders` as is looked at. */
type Order = { readonly orderId: string; readonly waybillNo: string }

/** The courier's own hand on the simulator. */
export function courierControl({ url }: ProcessHandle) {
  return {
    orders: async (): Promise<readonly Order[]> => {
      const response = await fetch(`${url}/sim/orders`)
      // The simulator's README says what it answers.
      return ((await response.json()) as { orders: Order[] }).orders
    },
    /** One scan further for every parcel: picked up, at the hub, on its way, delivered. */
    advance: async (): Promise<void> => {
      const response = await fetch(`${url}/sim/advance`, { method: 'POST', body: '{}' })
      if (!response.ok) throw new Error(`the courier simulator answered ${response.status}`)
    },
  }
}
