import type { DispatchId } from '@onetrip/shared/lib/ids'
import * as z from 'zod/mini'
import { CARGO_WORDS, type CourierContact, type CourierOrder } from '../../domain/dispatch/courier'
import { SfRoute } from './sfRoutes'

const LANGUAGE = 'zh-CN'
const STANDARD_EXPRESS = 2 // 顺丰标快
const PAID_BY_SENDER = 1
const MAIN_WAYBILL = 1 // 母单; 2 子单 and 3 签回单 are not ours

/** EXP_RECE_CREATE_ORDER. */
export function createOrderMessage(order: CourierOrder, monthlyCard: string | undefined): object {
  return {
    language: LANGUAGE,
    orderId: order.dispatchId,
    cargoDetails: [{ name: CARGO_WORDS, count: 1, unit: '件' }],
    cargoDesc: CARGO_WORDS,
    contactInfoList: [contactInfo(1, order.sender), contactInfo(2, order.receiver)],
    expressTypeId: STANDARD_EXPRESS,
    payMethod: PAID_BY_SENDER,
    monthlyCard,
    parcelQty: 1,
    totalWeight: order.weightGrams / 1000, // kilograms
    isGenWaybillNo: 1,
    isReturnRoutelabel: 1,
  }
}

/** EXP_RECE_SEARCH_ORDER_RESP. */
export const searchOrderMessage = (orderId: DispatchId): object => ({
  language: LANGUAGE,
  searchType: '1',
  orderId,
})

/** EXP_RECE_SEARCH_ROUTES by our own order number: unlike a waybill's, that query needs no digits of a phone. */
export const searchRoutesMessage = (orderId: DispatchId): object => ({
  language: LANGUAGE,
  trackingType: '2',
  trackingNumber: [orderId],
  methodType: '1',
})

/** EXP_RECE_UPDATE_ORDER, cancelling. An order without a waybill is still being looked at by hand. */
export const cancelOrderMessage = (orderId: DispatchId, waybillNo: string | undefined): object => ({
  language: LANGUAGE,
  orderId,
  dealType: 2,
  waybillNoInfoList: waybillNo === undefined ? [] : [{ waybillType: MAIN_WAYBILL, waybillNo }],
})

// The query writes as texts what the order service writes as numbers.
const integer = () => z.pipe(z.union([z.number(), z.string().check(z.regex(/^\d+$/))]), z.transform(Number))

/** What both the order and the order query say of an order. */
export const SfOrder = z.object({
  orderId: z.string(),
  /** 1 looked at by hand, 2 taken, 3 out of reach. */
  filterResult: z.nullish(integer()),
  /** With filterResult 3: 1 the collecting end is out of reach, 2 the delivering end, 3 another reason. */
  remark: z.nullish(z.string()),
  waybillNoInfoList: z.nullish(z.array(z.object({ waybillType: integer(), waybillNo: z.string() }))),
})
export type SfOrder = z.infer<typeof SfOrder>

/** What the route query says: one list of scans for each waybill of the order. */
export const SfRoutes = z.object({
  routeResps: z.nullish(z.array(z.object({ routes: z.nullish(z.array(SfRoute)) }))),
})

/** `resStatus` 2 is done; 1 says that order and waybill do not belong together. */
export const SfUpdate = z.object({ resStatus: integer() })

/** The number of the parcel itself; undefined while the order is looked at by hand, or when it was not taken. */
export const mainWaybillNo = (order: SfOrder): string | undefined =>
  order.waybillNoInfoList?.find(({ waybillType }) => waybillType === MAIN_WAYBILL)?.waybillNo

function contactInfo(contactType: 1 | 2, contact: CourierContact): object {
  const { name, mobile, province, city, county, address } = contact
  return { contactType, contact: name, mobile, country: 'CN', province, city, county, address }
}
