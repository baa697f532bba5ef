import { createHash } from 'node:crypto'
import { buildCatalogue, type CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import type { IntakeNotice } from '@onetrip/shared/catalogue/intakeNotice'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import { shownText } from '@onetrip/shared/case/shownText'
import { CaseId, DepartmentId, DistrictId, OpId, PartyId, PostId, ScanId, StationId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { residentIdCheckDigit } from '@onetrip/shared/lib/residentId'
import { instantFromMs, PlainDate } from '@onetrip/shared/lib/time'
import { Operation } from '@onetrip/shared/wire/operation'
import type { Actor } from '../src/domain/actor'
import type { RulingContext } from '../src/domain/case/ruling'

/** Everything that a pure rule is handed, without a database: one district, one licence, three people. */
export const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

const districtId = DistrictId.parse('430102')
export const stationId = StationId.parse('430102009001')
const departmentId = DepartmentId.parse('market-regulation')
export const now = instantFromMs(Date.parse('2026-11-23T02:00:00.000Z'))
export const caseId = CaseId.parse(uuid(1))

export const sha256Hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

const actor = (role: Actor['role'], unitId: string, n: number): Actor => {
  return { districtId, role, postId: uuid(n), personId: uuid(n), unitId }
}
export const agent = actor('agent', stationId, 101)
export const otherAgent = actor('agent', '430102010001', 102)
export const reviewer = actor('reviewer', departmentId, 201)

export const licence = anItem({ materials: [aMaterial('lease', { maxPages: 3 })] })

/** The context of a rule for one actor, over a catalogue of these items. */
export function contextFor(
  by: Actor,
  changes: Partial<RulingContext> & { readonly items?: readonly ServiceItem[] } = {},
): RulingContext {
  const { items = [licence], ...rest } = changes
  const ids = { next: 5_000 }
  const newId = (): string => {
    ids.next += 1
    return uuid(ids.next)
  }
  const catalogue = buildCatalogue(catalogueRows(items), 1)
  if (!catalogue) throw new Error('the catalogue is not complete')
  return {
    actor: by,
    now,
    deviceSince: undefined,
    today: PlainDate.parse('2026-11-23'),
    catalogue,
    newId,
    isReceiptNumberTaken: () => false,
    findOutcome: () => undefined,
    sha256Hex,
    isDemo: true,
    ...rest,
  }
}

const notice: IntakeNotice = {
  noticeCode: 'intake-notice',
  version: 1,
  title: '告知书',
  paragraphs: ['只用于办理。'],
  isSample: true,
}

function catalogueRows(items: readonly ServiceItem[]): CatalogueRow[] {
  const from = PlainDate.parse('2019-01-01')
  const places = { phone: '0731-00000000', address: '样例路1号', reviewBody: '区人民政府', isSample: true }
  return [
    {
      kind: 'district',
      district: { districtId, name: '芙蓉区', city: '长沙市', province: '湖南省', timeZone: 'Asia/Shanghai' },
    },
    {
      kind: 'calendar',
      calendar: { years: [], statutory: [], officeHours: [{ opensAt: '09:00', closesAt: '17:00' }] },
    },
    ...items.map((item): CatalogueRow => ({ kind: 'item', item })),
    {
      kind: 'department',
      department: {
        departmentId,
        names: [{ name: '区市场监督管理局', from }],
        shortName: '芙市监',
        meets: 'console',
        ...places,
      },
    },
    { kind: 'notice', notice },
    {
      kind: 'station',
      station: { stationId, subdistrictCode: '430102009', kind: 'community', name: '样例社区', isSample: true },
    },
  ]
}

/** A page that nobody has sent yet. */
export const pageRef = (n: number): ScanRef => ({
  scanId: ScanId.parse(n.toString(16).padStart(64, '0')),
  sizeBytes: 10,
  mediaType: 'image/jpeg',
})

/** Words with everything that the licence asks for, signed as they stand. */
export function makeWords(changes: Partial<CaseContent> = {}): CaseContent {
  const partyId = PartyId.parse(uuid(301))
  const digits = '43019919900307001'
  const idNumber = `${digits}${residentIdCheckDigit(digits)}`
  const words: CaseContent = {
    items: [{ itemCode: licence.itemCode, version: licence.version }],
    capacity: 'assist',
    parties: [
      {
        partyId,
        role: 'applicant',
        kind: 'person',
        name: '林𠮷',
        idType: 'resident-id',
        idNumber,
        mobile: '',
        address: '样例路1号',
        identityCheck: 'seen-not-stored',
      },
    ],
    fields: {},
    materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(1)] }],
    delivery: {
      mode: 'courier',
      recipient: '林𠮷',
      mobile: '13800138000',
      province: '湖南省',
      city: '长沙市',
      county: '芙蓉区',
      address: '样例路1号',
    },
    notice: { noticeCode: 'intake-notice', version: 1, shownAt: now },
    signature: { partyId, level: 'S1', image: pageRef(2), shownHash: '0'.repeat(64), signedAt: now },
    ...changes,
  }
  const shownHash = sha256Hex(shownText(words, { notices: [notice] }))
  return changes.signature ? words : { ...words, signature: { ...words.signature, shownHash } }
}

type OperationParts = {
  readonly by: Actor
  readonly kind: Operation['kind']
  readonly payload: object
  readonly baseRevision?: number
  readonly n?: number
}

/** An operation on the one case, authored by `by`; `n` tells operations of a test apart. */
export const anOperation = ({ by, kind, payload, baseRevision = 0, n = 1 }: OperationParts): Operation =>
  Operation.parse({
    opId: OpId.parse(uuid(1_000 + n)),
    districtId,
    caseId,
    kind,
    v: 1,
    authorPostId: PostId.parse(by.postId),
    baseRevision,
    deviceTime: now,
    catalogueVersion: 1,
    payload,
  })

/** The hand-in of `makeWords`, changed as the test needs it. */
export function aSubmit(
  changes: { readonly content?: CaseContent; readonly insisted?: boolean; readonly by?: Actor } = {},
): Operation {
  const { content = makeWords(), insisted = false, by = agent } = changes
  const receipt = makeReceiptNumber({
    stationId: StationId.parse(by.unitId),
    date: PlainDate.parse('2026-11-23'),
    deviceNumber: 1,
    counter: 1,
  })
  if (!receipt.ok) throw new Error(receipt.error)
  const payload = {
    content,
    receiptNumber: receipt.value,
    queryCodeSha256: '1'.repeat(64),
    secondFact: { kind: 'pin', sha256: '2'.repeat(64) },
    insisted,
  }
  return anOperation({ by, kind: 'case.submit', payload })
}
