import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { Operation } from '@onetrip/shared/wire/operation'
import { keepUnknown } from '@onetrip/shared/lib/keepUnknown'
import { readMeta } from '../db/meta'
import type { Tablet } from './tablet'

type Composed = {
  readonly opId: OpId
  readonly caseId: CaseId
  readonly kind: Operation['kind']
  readonly baseRevision: number
  readonly payload: unknown
}

/** The operation with its header. Parsed by its own schema before it is kept: what is saved can be sent. */
export async function composeOperation(tablet: Tablet, catalogue: Catalogue, op: Composed): Promise<Operation> {
  const sync = await readMeta(tablet.store.db, 'sync')
  const seen = tablet.serverTimeSeen()
  const lastServerTime = seen?.serverTime ?? sync?.lastServerTime
  return parseWhole({
    ...op,
    v: 1,
    districtId: tablet.me.districtId,
    authorPostId: tablet.me.postId,
    deviceTime: tablet.clock(),
    ...(lastServerTime && { lastServerTime }),
    ...(seen && { elapsedMs: Math.max(0, Math.round(tablet.monotonicMs() - seen.atMonotonicMs)) }),
    catalogueVersion: catalogue.version,
  })
}

/** Throws on what is none. What a newer app says in it is kept. [CASE-R21] */
export const parseWhole = (raw: object): Operation => keepUnknown(Operation.parse(raw), raw)
