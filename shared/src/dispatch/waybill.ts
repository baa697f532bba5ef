import * as z from 'zod/mini'

/** A courier company that we have an adapter for. */
export const CourierCode = z.enum(['sf'])
export type CourierCode = z.infer<typeof CourierCode>

/** 运单. A number means something only together with the company that gave it. */
export const Waybill = z.object({ courier: CourierCode, number: z.string().check(z.minLength(1), z.maxLength(40)) })
export type Waybill = z.infer<typeof Waybill>
