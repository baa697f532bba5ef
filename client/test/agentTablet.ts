// First of all: Dexie looks for the browser's database once, when it is loaded, and a worker loads it once for all its tests.
import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { buildCatalogue, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { District } from '@onetrip/shared/catalogue/district'
import { CaseId, DeviceId, PartyId, ScanId, uuidv7 } from '@onetrip/shared/lib/ids'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { shownText } from '@onetrip/shared/case/shownText'
import { Instant } from '@onetrip/shared/lib/time'
import { Me } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../src/api/serverClient'
import { LocalDatabase } from '../src/db/localDatabase'
import { writeMeta } from '../src/db/meta'
import { clearCodec } from '../src/db/recordCodec'
import { clearSealer } from '../src/db/sealer'
import type { HoldDraft } from '../src/stores/draftHold'
import type { Tablet } from '../src/stores/tablet'

export const NOW = Instant.parse('2026-07-03T01:41:00.000Z')

/** An unlocked tablet on a database of its own; ids count upwards, so that a test can be read. */
export async function aTablet(name: string): Promise<Tablet> {
  const db = new LocalDatabase(`tablet-${name}`)
  const deviceId = DeviceId.parse('01980000-0000-7000-8000-0000000000de')
  await writeMeta(db, 'device', { deviceId, deviceNumber: 7, nextDeviceSeq: 1, nextReceiptCounter: 12 })
  const made = { count: 0 }
  const random = (length: number): Uint8Array => {
    made.count += 1
    return Uint8Array.from({ length }, (_, index) => (index === length - 1 ? made.count : 7))
  }
  return {
    me: Me.parse({
      districtId: '430102',
      postId: '01980000-0000-7000-8000-0000000000a0',
      personId: '01980000-0000-7000-8000-0000000000a1',
      name: '刘敏',
      role: 'agent',
      unitId: '430102009001',
      unitName: '五一社区',
    }),
    deviceId,
    store: { db, codec: clearCodec, sealer: clearSealer },
    // Nothing in these tests speaks to a server.
    client: {} as ServerClient,
    clock: () => NOW,
    nowMs: () => Date.parse(NOW),
    monotonicMs: () => 1000,
    random,
    newId: () => uuidv7(Date.parse(NOW), random),
    sha256Hex: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
    serverTimeSeen: () => undefined,
  }
}

/** A district with the items that a test needs. */
export function aCatalogue(items: readonly ServiceItem[] = [anItem()]): Catalogue {
  const catalogue = buildCatalogue(
    [
      {
        kind: 'district',
        district: District.parse({
          districtId: '430102',
          name: '芙蓉区',
          city: '长沙市',
          province: '湖南省',
          timeZone: 'Asia/Shanghai',
        }),
      },
      {
        kind: 'calendar',
        calendar: { years: [], statutory: [], officeHours: [{ opensAt: '09:00', closesAt: '17:00' }] },
      },
      ...items.map((item) => ({ kind: 'item' as const, item })),
      {
        kind: 'notice',
        notice: {
          noticeCode: 'intake-notice',
          version: 1,
          title: '告知书',
          paragraphs: ['只用于办理。'],
          isSample: true,
        },
      },
    ],
    3,
  )
  if (!catalogue) throw new Error('the sample catalogue is incomplete')
  return catalogue
}

/** An application with everything that the sample item asks for, signed as it stands. */
export function aDraft(changes: Partial<IntakeDraft> = {}): IntakeDraft {
  const partyId = PartyId.parse('01980000-0000-7000-8000-0000000000b0')
  const draft: IntakeDraft = {
    caseId: CaseId.parse('01980000-0000-7000-8000-0000000000c0'),
    startedAt: NOW,
    step: 'check',
    items: [{ itemCode: anItem().itemCode, version: 1 }],
    capacity: 'assist',
    parties: [
      {
        partyId,
        role: 'applicant',
        kind: 'person',
        name: '𠮷㛃',
        idType: 'resident-id',
        idNumber: '11010519491231002X',
        mobile: '13900000000',
        address: '五一大道 1 号',
        identityCheck: 'seen-not-stored',
      },
    ],
    fields: {},
    materials: [],
    delivery: { mode: 'pick-up' },
    secondFact: { kind: 'phone-tail', value: '0000' },
    notice: { noticeCode: 'intake-notice', version: 1, shownAt: NOW },
    ...changes,
  }
  return changes.signature ? draft : signed(draft)
}

/** The application, signed by its applicant as it stands. */
export function signed(draft: IntakeDraft): IntakeDraft {
  const partyId = PartyId.parse('01980000-0000-7000-8000-0000000000b0')
  const shownHash = createHash('sha256').update(shownText(draft, aCatalogue())).digest('hex')
  const image = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
  return { ...draft, signature: { partyId, level: 'S1', image, shownHash, signedAt: NOW } }
}

/** Locks as the browser gives them to the tabs that are handed the same. */
export function someLocks(): HoldDraft {
  const taken = new Set<CaseId>()
  return async (caseId) => {
    if (taken.has(caseId)) return undefined
    taken.add(caseId)
    return () => taken.delete(caseId)
  }
}
