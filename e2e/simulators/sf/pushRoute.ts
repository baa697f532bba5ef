import { setTimeout as sleep } from 'node:timers/promises'
import { asObject } from './json'
import type { Order, Route } from './ledger'

const TRIES = 5
const FIRST_WAIT_MS = 500

export type Push = { readonly url: string; readonly order: Order; readonly route: Route; readonly id: string }

/** Tells the customer of one scan. Anything but `return_code` 0000 is tried again, then given up: a push is a hint. */
export async function pushRoute(push: Push, signal: AbortSignal): Promise<void> {
  for (let tried = 0; tried < TRIES && !signal.aborted; tried += 1) {
    if (await isTaken(push, signal)) return
    await sleep(FIRST_WAIT_MS * 2 ** tried, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

async function isTaken(push: Push, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(push.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=UTF-8' },
      body: JSON.stringify(bodyOf(push)),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    })
    return asObject(await response.json())?.return_code === '0000'
  } catch {
    return false
  }
}

function bodyOf({ order, route, id }: Push): unknown {
  const { acceptTime, acceptAddress, remark, opCode } = route
  const { orderId: orderid, waybillNo: mailno } = order
  return {
    Body: {
      WaybillRoute: [
        { id, mailno, orderid, acceptTime, acceptAddress, remark, opCode, reasonCode: '', reasonName: '' },
      ],
    },
  }
}
