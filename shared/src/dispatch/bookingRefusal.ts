import * as z from 'zod/mini'

const Side = z.enum(['sender', 'receiver', 'unstated'])

/** Why a courier will not take a parcel, in our words. The sentence a person reads is chosen from `kind`. */
export const BookingRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address-not-served'), side: Side }),
  z.object({ kind: z.literal('contact-incomplete'), side: Side, field: z.enum(['name', 'phone', 'address']) }),
  /** One of the two phone numbers is not accepted; couriers do not say which. */
  z.object({ kind: z.literal('phone-not-accepted') }),
  /** The courier's agreement with the district does not cover this sending: a matter for the administrator. */
  z.object({ kind: z.literal('account-refused') }),
  z.object({ kind: z.literal('contents-refused') }),
  /** The courier takes no more for the moment; the same order may pass tomorrow. */
  z.object({ kind: z.literal('no-capacity') }),
  /** This order was cancelled before, and couriers do not reopen one: the sending needs a new dispatch. */
  z.object({ kind: z.literal('order-cancelled') }),
  /** A reason that has no word here yet: the courier's own code and sentence, for the dispatcher to read. */
  z.object({ kind: z.literal('other'), courierCode: z.string(), courierSays: z.string() }),
])
export type BookingRefusal = z.infer<typeof BookingRefusal>

/** Whether the same order may be taken another day; anything else a person must mend first. [DISP-R12] */
export const mayPassLater = ({ kind }: BookingRefusal): boolean => kind === 'no-capacity'
