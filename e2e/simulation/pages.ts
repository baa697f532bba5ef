import { createHash } from 'node:crypto'
import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import { PartyId, ScanId, uuidv7, type CaseId } from '@onetrip/shared/lib/ids'
import { residentIdCheckDigit } from '@onetrip/shared/lib/residentId'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { SimTablet } from './tablet'
import type { World } from './world'

export type Page = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** A page like no other, remembered by the world: what the server has in the end is held against it. */
export function takePage(world: World, caseId: CaseId): Page {
  const bytes = world.chance.bytes(20 + world.chance.below(400))
  const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  world.pages.set(`${caseId} ${scanId}`, bytes)
  return { ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' }, bytes }
}

/** The words of an application with these pages. */
export function contentOf(world: World, tablet: SimTablet, pages: readonly Page[], signature: Page): CaseContent {
  const { item } = world.district
  const now = instantFromMs(tablet.nowMs())
  const partyId = PartyId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const digits = `43019919900307${String(world.chance.below(1000)).padStart(3, '0')}`
  const applicant = {
    partyId,
    role: 'applicant',
    kind: 'person',
    name: '张𠮷三',
    idType: 'resident-id',
    idNumber: `${digits}${residentIdCheckDigit(digits)}`,
    mobile: '',
    address: '样例路1号',
    identityCheck: 'seen-not-stored',
  } as const
  return {
    items: [{ itemCode: item.itemCode, version: item.version }],
    capacity: world.chance.isLucky(0.3) ? 'window' : 'assist',
    parties: [applicant],
    fields: { premisesAddress: '样例路1号' },
    materials: [{ code: 'lease', how: 'scanned', pages: pages.map((page) => page.ref) }],
    delivery: { mode: 'pick-up' },
    notice: { noticeCode: 'intake-notice', version: 1, shownAt: now },
    signature: { partyId, level: 'S1', image: signature.ref, shownHash: '0'.repeat(64), signedAt: now },
  }
}
