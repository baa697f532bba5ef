import { keepUnknown } from '../lib/keepUnknown'
import type { DraftContent } from './checkContent'
import { CaseContent } from './content'
import type { IntakeDraft } from './intakeDraft'

/** A draft as the check reads it; an unchosen capacity counts as helping (帮办), which claims least. */
export function toDraftContent(draft: IntakeDraft): DraftContent {
  const { items, theme, parties, fields, materials, delivery, notice, signature } = draft
  return {
    ...draft.more,
    items: [...items],
    ...(theme && { theme }),
    capacity: draft.capacity ?? 'assist',
    parties: [...parties],
    fields: { ...fields },
    materials: [...materials],
    ...(delivery && { delivery }),
    ...(notice && { notice }),
    ...(signature && { signature }),
  }
}

/**
 * The finished content, with all that a newer app said in it, or undefined while something that every content has is
 * still absent. [CASE-R21]
 */
export function toContent(draft: IntakeDraft): CaseContent | undefined {
  const content = toDraftContent(draft)
  const parsed = CaseContent.safeParse(content)
  return draft.capacity && parsed.success ? keepUnknown(parsed.data, content) : undefined
}
