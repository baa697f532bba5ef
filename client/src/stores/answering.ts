import type { IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'

type Asked = { readonly baseRevision: number; readonly corrections: readonly OpenCorrection[] }

/** An answer to all that is asked now, beside what stood there when it was begun: so that an untouched point is seen. */
export function answering(draft: IntakeDraft, asked: Asked): Pick<IntakeDraft, 'correcting'> {
  const { parties, fields, materials, correcting } = draft
  const before = correcting ? correcting.before : { parties, fields, materials }
  return { correcting: { ...asked, ...(before && { before }) } }
}
