import * as z from 'zod/mini'

/**
 * 告知书: what an applicant is told before anything is written down — who uses which facts, on what ground,
 * for how long. A case keeps the code and version that were shown; a version that was shown is never edited.
 */
export const IntakeNotice = z.object({
  noticeCode: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,40}$/)),
  version: z.int().check(z.minimum(1)),
  title: z.string().check(z.minLength(1)),
  paragraphs: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  isSample: z.boolean(),
})
export type IntakeNotice = z.infer<typeof IntakeNotice>
