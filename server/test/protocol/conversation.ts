import * as z from 'zod/mini'

/** What one side sent, byte for byte. Origin and cookie are the replay's own: they belong to no protocol. */
export const RecordedRequest = z.object({
  /** Whose page: each has a cookie of its own. */
  as: z.string(),
  app: z.enum(['agent', 'staff']),
  method: z.enum(['GET', 'POST']),
  /** After `/api/<app>/trpc/`. */
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })])),
})
export type RecordedRequest = z.infer<typeof RecordedRequest>

export const RecordedAnswer = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
})
export type RecordedAnswer = z.infer<typeof RecordedAnswer>

/** One thing that happened: a question and its answer, or what others did meanwhile in the house. */
export const Step = z.union([
  z.object({ name: z.string(), request: RecordedRequest, answer: RecordedAnswer }),
  /** An operation of somebody at a desk. */
  z.object({ desk: z.string(), operation: z.unknown() }),
  /** Scans that came another way, and the ids of the tasks that come into being with the last of them. */
  z.object({ arrived: z.array(z.string()), caseId: z.string(), agent: z.string(), taskIds: z.array(z.string()) }),
])
export type Step = z.infer<typeof Step>
export type Exchange = Extract<Step, { request: unknown }>

/** What was said, in its order, in a house in which nothing had been said. */
export const Conversation = z.object({ protocol: z.int(), recordedAt: z.string(), steps: z.array(Step) })
export type Conversation = z.infer<typeof Conversation>
