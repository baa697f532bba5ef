import * as z from 'zod/mini'
import { DepartmentId } from '../lib/ids'
import { Limit } from '../lib/limit'
import { PlainDate } from '../lib/time'
import { FormField } from './formField'
import { MaterialSpec } from './materialSpec'

/** The six types of 政务服务事项, in the order of the national catalogue. */
export const ItemType = z.enum(['licence', 'confirmation', 'levy', 'benefit', 'other-power', 'public-service'])
export type ItemType = z.infer<typeof ItemType>

/** 办理模式: how far a person can get without going anywhere. */
export const HandlingMode = z.enum([
  'on-the-spot',
  'online-precheck',
  'fully-online',
  'online-advice',
  'counter-and-courier',
  'home-visit',
])
export type HandlingMode = z.infer<typeof HandlingMode>

/** A limit with the words of law or promise it rests on. */
export const BasedLimit = z.object({ limit: Limit, basis: z.string() })
export type BasedLimit = z.infer<typeof BasedLimit>

export const Fee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), basis: z.string() }),
  z.object({ kind: z.literal('charged'), what: z.string(), standard: z.string(), basis: z.string() }),
])
export type Fee = z.infer<typeof Fee>

/** 基本编码, 12 characters: origin 2 + type 2 + ministry 2 + main 3 + sub 3. */
export const ItemCode = z
  .string()
  .check(z.regex(/^\d{9}[0-9A-Z]{3}$/))
  .brand<'ItemCode'>()
export type ItemCode = z.infer<typeof ItemCode>

/** Names an item version: a case keeps the version that it was taken in under. */
export const ItemRef = z.object({ itemCode: ItemCode, version: z.int() })
export type ItemRef = z.infer<typeof ItemRef>

/**
 * 实施清单: one service item as one department offers it, one dated version.
 * `isSample` marks what was not verified: shown as 样例, editable.
 */
export const ServiceItem = z.object({
  itemCode: ItemCode,
  version: z.int().check(z.minimum(1)),
  name: z.string(),
  /** For searching: `full` pinyin and initials, made when the item is published. */
  pinyin: z.object({ full: z.string(), initials: z.string() }),
  /** Words people use instead ("老伴走了", "开个小饭馆"). */
  alsoKnownAs: z.array(z.string()),
  type: ItemType,
  applicants: z.array(z.enum(['person', 'legal-person'])).check(z.minLength(1)),
  departmentId: DepartmentId,
  mode: HandlingMode,
  depth: z.enum(['I', 'II', 'III', 'IV']),
  /** Days this version is in force; `to` is the last day, absent while open. */
  effective: z.object({ from: PlainDate, to: z.optional(PlainDate) }),
  /** Set when the item is at its end: what to say, and where the person is helped instead. */
  retired: z.optional(z.object({ why: z.string(), instead: z.string(), basis: z.string() })),
  conditions: z.array(z.string()),
  form: z.array(FormField),
  materials: z.array(MaterialSpec),
  limits: z.object({
    /** Clock A; licences 5 working days (行政许可法 art. 32). */
    acceptance: z.optional(BasedLimit),
    /** Clock B as the law has it, and as the organ promises it (never longer). */
    statutory: BasedLimit,
    promised: BasedLimit,
    /** Clock C: issue and deliver. */
    delivery: BasedLimit,
  }),
  /** Silence counts as acceptance only where this says so. Every licence has it (行政许可法 art. 32(4)). */
  silenceRule: z.optional(z.object({ basis: z.string(), days: z.int() })),
  /** Whether take-in and decision may be one person (registrations without discretion). */
  separation: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('required') }),
    z.object({ kind: z.literal('waived'), basis: z.string() }),
  ]),
  fee: Fee,
  result: z.object({ name: z.string(), paper: z.boolean() }),
  delivery: z.array(z.enum(['courier', 'pick-up'])).check(z.minLength(1)),
  /** Who signs, and how strongly (S1 on glass, S3 ink scanned). */
  signature: z.object({ minimum: z.enum(['S1', 'S2', 'S3']) }),
  acceptance: z.literal('in-step'),
  legalBasis: z.array(z.string()),
  isSample: z.boolean(),
})
export type ServiceItem = z.infer<typeof ServiceItem>
