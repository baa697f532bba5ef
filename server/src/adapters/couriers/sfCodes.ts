import type { BookingRefusal } from '@onetrip/shared/dispatch/bookingRefusal'
import type { OutageKind } from '../../domain/dispatch/courier'

/** What one of SF's codes means to us. `fault`: our configuration or message is wrong, and asking again will not help. */
export type SfMeaning =
  | { readonly means: 'outage'; readonly kind: OutageKind }
  | { readonly means: 'fault'; readonly because: string }
  | { readonly means: 'refused'; readonly refusal: BookingRefusal }
  | { readonly means: 'order-exists' }
  | { readonly means: 'order-unknown' }
  | { readonly means: 'order-cancelled' }
  | { readonly means: 'past-cancelling' }

const outage = (kind: OutageKind): SfMeaning => ({ means: 'outage', kind })
const fault = (because: string): SfMeaning => ({ means: 'fault', because })
const refused = (refusal: BookingRefusal): SfMeaning => ({ means: 'refused', refusal })
const incomplete = (side: 'sender' | 'receiver', field: 'name' | 'phone' | 'address'): SfMeaning =>
  refused({ kind: 'contact-incomplete', side, field })

const ACCOUNT = refused({ kind: 'account-refused' })

/** SF's (API)平台结果代码, all of them but A1000 (the call came through). */
const MEANING_BY_PLATFORM_CODE: ReadonlyMap<string, SfMeaning> = new Map([
  ['A1001', fault('a parameter of the form is missing')],
  // Signed anew on the next try; when it stays, the clocks of this server and SF differ.
  ['A1002', outage('stale-request')],
  ['A1003', fault('this server’s address is not registered at SF')],
  ['A1004', fault('the partner has no right to this service')],
  ['A1005', outage('throttled')],
  ['A1006', fault('the digest is wrong: check word or encoding')],
  ['A1007', outage('throttled')],
  ['A1008', fault('SF cannot decrypt the message')],
  ['A1009', outage('courier-down')],
  ['A1010', fault('the partner is in sandbox state')],
  ['A1011', fault('OAuth2 is demanded')],
  ['A1099', outage('courier-down')],
])

/** SF's business codes (errorCode in apiResultData) of the four services that we call. */
const MEANING_BY_BUSINESS_CODE: ReadonlyMap<string, SfMeaning> = new Map<string, SfMeaning>([
  ['S0001', fault('the message is not JSON')],
  ['S0002', fault('a field of the message is empty')],
  ['S0003', outage('courier-down')],
  ['4001', outage('courier-down')],
  ['6118', fault('the message names no order')],
  ['6135', fault('the message holds no order')],
  ['6136', fault('the message holds no confirmation')],
  ['1010', incomplete('sender', 'address')],
  ['1011', incomplete('sender', 'name')],
  ['1012', incomplete('sender', 'phone')],
  ['1014', incomplete('receiver', 'address')],
  ['1015', incomplete('receiver', 'name')],
  ['1016', incomplete('receiver', 'phone')],
  ['1023', fault('the cargo has no name')],
  ['6126', ACCOUNT],
  ['8114', ACCOUNT],
  ['8119', ACCOUNT],
  ['8179', ACCOUNT],
  ['8256', ACCOUNT],
  ['20052', ACCOUNT],
  ['8177', refused({ kind: 'no-capacity' })],
  ['8196', refused({ kind: 'phone-not-accepted' })],
  ['20035', refused({ kind: 'contents-refused' })],
  ['6150', { means: 'order-unknown' }],
  ['8018', { means: 'order-unknown' }],
  ['8024', { means: 'order-unknown' }],
  ['8016', { means: 'order-exists' }],
  ['8017', fault('order and waybill do not belong together')],
  ['8019', { means: 'past-cancelling' }],
  ['8252', { means: 'past-cancelling' }],
  ['8037', { means: 'order-cancelled' }],
  ['8253', { means: 'order-cancelled' }],
])

/** The meaning of a platform code. One that is in no list of SF's is a fault: someone must read SF's news. */
export function meaningOfPlatformCode(code: string): SfMeaning {
  return MEANING_BY_PLATFORM_CODE.get(code) ?? fault('a platform code that we do not know')
}

/** The meaning of a business code. SF has hundreds; an unknown one is a refusal in SF's own words. */
export function meaningOfBusinessCode(code: string, courierSays: string): SfMeaning {
  return MEANING_BY_BUSINESS_CODE.get(code) ?? refused({ kind: 'other', courierCode: code, courierSays })
}
