import * as z from 'zod/mini'
import { DepartmentId } from '@onetrip/shared/lib/ids'

const Variables = z.object({
  ONETRIP_PRIVATE_KEY: z.optional(z.string()),
  ONETRIP_DEPARTMENT_ID: z.optional(DepartmentId),
  ONETRIP_DEPARTMENT_URL: z.optional(z.string()),
  ONETRIP_DEPARTMENT_PUBLIC_KEY: z.optional(z.string()),
  ONETRIP_SF_URL: z.optional(z.string()),
  ONETRIP_SF_PARTNER_ID: z.optional(z.string()),
  ONETRIP_SF_CHECK_WORD: z.optional(z.string()),
  ONETRIP_DESK_MOBILE: z._default(z.string(), '13800000000'),
  ONETRIP_DESK_ADDRESS: z._default(z.string(), '政务服务中心'),
})

/** Everything that leaves the building. What is not set up is not there: the house works on without it. */
export type OutsideSettings = {
  readonly department:
    | { readonly departmentId: DepartmentId; readonly url: string; readonly publicKey: string; readonly ourKey: string }
    | undefined
  readonly sf: { readonly url: string; readonly partnerId: string; readonly checkWord: string } | undefined
  /** Where a courier rings and collects when a station has no telephone or no address. */
  readonly desk: { readonly mobile: string; readonly address: string }
}

/** Reads what the environment says of the world outside. Half of a connection is a mistake, and throws. */
export function readOutsideSettings(variables: Readonly<Record<string, string | undefined>>): OutsideSettings {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Variables.safeParse(set)
  if (!parsed.success) throw new Error('ONETRIP_DEPARTMENT_ID is not the id of a department')
  const { data } = parsed
  return {
    department: allOrNone('ONETRIP_DEPARTMENT_…, ONETRIP_PRIVATE_KEY', {
      departmentId: data.ONETRIP_DEPARTMENT_ID,
      url: data.ONETRIP_DEPARTMENT_URL,
      publicKey: data.ONETRIP_DEPARTMENT_PUBLIC_KEY,
      ourKey: data.ONETRIP_PRIVATE_KEY,
    }),
    sf: allOrNone('ONETRIP_SF_…', {
      url: data.ONETRIP_SF_URL,
      partnerId: data.ONETRIP_SF_PARTNER_ID,
      checkWord: data.ONETRIP_SF_CHECK_WORD,
    }),
    desk: { mobile: data.ONETRIP_DESK_MOBILE, address: data.ONETRIP_DESK_ADDRESS },
  }
}

type Whole<Parts> = { readonly [Key in keyof Parts]: Exclude<Parts[Key], undefined> }

function allOrNone<Parts extends object>(names: string, parts: Parts): Whole<Parts> | undefined {
  const values: readonly unknown[] = Object.values(parts)
  if (values.every((value) => value === undefined)) return undefined
  if (values.some((value) => value === undefined)) throw new Error(`set all of ${names}, or none`)
  // Every value was just seen to be there.
  return parts as Whole<Parts>
}
