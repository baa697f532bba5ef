import { DispatchId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import * as z from 'zod/mini'

/** The JSON answers that SF expects. Anything but `taken` makes it push the same scans again. */
export const SF_PUSH_ANSWER = {
  taken: { return_code: '0000', return_msg: '成功' },
  failed: { return_code: '1000', return_msg: '系统异常' },
} as const

// SF sends at most 10 scans a push; whoever sends more than 100 is not SF.
const SfPush = z.object({
  Body: z.object({ WaybillRoute: z.array(z.object({ orderid: z.nullish(z.string()) })).check(z.maxLength(100)) }),
})

/**
 * The dispatches to ask after, each once. A push carries no signature that we know of, so nothing else in it is read,
 * and order numbers that are not ours to give are left out. Source: 丰桥 RoutePushService, JSON form.
 */
export function readSfPush(body: unknown): Result<DispatchId[], 'unreadable'> {
  const push = SfPush.safeParse(body)
  if (!push.success) return err('unreadable')
  const orderIds = new Set(push.data.Body.WaybillRoute.map(({ orderid }) => orderid))
  return ok([...orderIds].map((orderId) => DispatchId.safeParse(orderId).data).filter((id) => id !== undefined))
}
