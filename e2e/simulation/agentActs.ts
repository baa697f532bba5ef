import { createHash } from 'node:crypto'
import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import {
  CaseId,
  OpId,
  PartyId,
  PostId,
  ScanId,
  stationFeed,
  StationId,
  UploadId,
  uuidv7,
} from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { residentIdCheckDigit } from '@onetrip/shared/lib/residentId'
import { dateIn, instantFromMs } from '@onetrip/shared/lib/time'
import { Operation } from '@onetrip/shared/wire/operation'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { SimTablet } from './tablet'
import type { World } from './world'

type Page = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** An agent takes a case in: words, a few pages, a signature, all saved in one step. */
export function takeIn(world: World, tablet: SimTablet): string {
  const caseId = CaseId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const pages = Array.from({ length: 1 + world.chance.below(3) }, () => takePage(world, caseId))
  const signature = takePage(world, caseId)
  const content = contentOf(world, tablet, pages, signature)
  const payload = {
    content,
    receiptNumber: nextReceiptNumber(tablet),
    queryCodeSha256: createHash('sha256').update(caseId).digest('hex'),
    secondFact: { kind: 'phone-tail', sha256: createHash('sha256').update('1').digest('hex') },
    insisted: false,
  }
  record(world, tablet, {
    kind: 'case.submit',
    caseId,
    baseRevision: 0,
    payload,
    content,
    pages: [...pages, signature],
  })
  return `takes in ${caseId}`
}

/** An agent answers what a department asked, from what this tablet last heard; another may have been faster. */
export function answerCorrection(world: World, tablet: SimTablet): string {
  const wanting = ownRows(tablet).filter((row) => openCorrections(row).length > 0 && !isBusy(tablet, row.caseId))
  if (wanting.length === 0) return 'has nothing to correct'
  const row = world.chance.pick(wanting)
  const known = world.made.findLast(
    (op) => op.caseId === row.caseId && op.content && isApplied(world, op.opId),
  )?.content
  if (!known) return 'does not have the content'
  const page = takePage(world, row.caseId)
  const materials = known.materials.map((entry) => ({ ...entry, pages: [page.ref, ...entry.pages].slice(0, 9) }))
  const content = { ...known, materials }
  const payload = { content, answers: openCorrections(row), insisted: false }
  record(world, tablet, {
    kind: 'case.correct',
    caseId: row.caseId,
    baseRevision: row.revision,
    payload,
    content,
    pages: [page],
  })
  return `corrects ${row.caseId} at revision ${row.revision}`
}

/** An agent hands a result, or a refusal, over the counter. */
export function handOver(world: World, tablet: SimTablet): string {
  const ready = ownRows(tablet).flatMap((row) =>
    isBusy(tablet, row.caseId)
      ? []
      : row.tasks
          .filter(({ state }) => ['issued', 'denied', 'not-accepted'].includes(state.status))
          .map((task) => ({ row, task })),
  )
  if (ready.length === 0) return 'has nothing to hand over'
  const { row, task } = world.chance.pick(ready)
  record(world, tablet, {
    kind: 'task.hand-over',
    caseId: row.caseId,
    baseRevision: task.revision,
    payload: { taskId: task.taskId },
    content: undefined,
    pages: [],
  })
  return `hands over ${task.taskId}`
}

/** An agent gives up what the server would not have, with a reason; the word itself is an operation. */
export function settleParked(world: World, tablet: SimTablet): string {
  const parked = tablet.disk.outbox.filter((entry) => entry.state.kind === 'parked')
  if (parked.length === 0) return 'has nothing parked'
  const entry = world.chance.pick(parked)
  const payload = { settles: entry.opId, how: { kind: 'given-up', because: '已在窗口办理' } }
  record(world, tablet, {
    kind: 'case.settle',
    caseId: entry.caseId,
    baseRevision: 0,
    payload,
    content: undefined,
    pages: [],
    settles: entry.opId,
  })
  return `settles ${entry.opId}`
}

type Act = {
  readonly kind: Operation['kind']
  readonly caseId: CaseId
  readonly baseRevision: number
  readonly payload: unknown
  readonly content: CaseContent | undefined
  readonly pages: readonly Page[]
  readonly settles?: OpId
}

function record(
  world: World,
  tablet: SimTablet,
  { kind, caseId, baseRevision, payload, content, pages, settles }: Act,
): void {
  const opId = OpId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const { districtId, postId } = tablet.agent
  const op = Operation.parse({
    opId,
    districtId,
    caseId,
    v: 1,
    authorPostId: PostId.parse(postId),
    baseRevision,
    deviceTime: instantFromMs(tablet.nowMs()),
    catalogueVersion: 1,
    kind,
    payload,
  })
  tablet.record({
    caseId,
    operations: [{ opId, body: new TextEncoder().encode(JSON.stringify(op)) }],
    scans: pages.map(({ ref, bytes }) => ({
      ref,
      bytes,
      opId,
      uploadId: UploadId.parse(uuidv7(tablet.nowMs(), world.chance.bytes)),
    })),
    settles: settles ? [settles] : [],
    atMs: tablet.nowMs(),
  })
  const after = world.made.findLast((made) => made.caseId === caseId && made.tablet === tablet.name)?.opId
  world.made.push({ opId, kind, caseId, tablet: tablet.name, after, content })
}

/** A correction builds on what was taken over by the server, never on what a person has given up since. */
const isApplied = (world: World, opId: OpId): boolean =>
  world.tablets.some(({ disk }) =>
    disk.outbox.some((entry) => entry.opId === opId && entry.state.kind === 'ended' && entry.state.how === 'applied'),
  )

const ownRows = (tablet: SimTablet): StationCaseRow[] => {
  const feedId = stationFeed(StationId.parse(tablet.agent.unitId))
  return [...tablet.disk.rows].flatMap(([key, { row }]) => (key.startsWith(feedId) && row.kind === 'case' ? [row] : []))
}

const openCorrections = (row: StationCaseRow) =>
  row.tasks.flatMap(({ state }) => (state.status === 'correction-required' ? [state.correction.correctionId] : []))

/** Whether this tablet still has something of the case on its way: then its picture of the case is old. */
const isBusy = (tablet: SimTablet, caseId: CaseId): boolean =>
  tablet.disk.outbox.some((entry) => entry.caseId === caseId && entry.state.kind !== 'ended')

function takePage(world: World, caseId: CaseId): Page {
  const bytes = world.chance.bytes(20 + world.chance.below(400))
  const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  world.pages.set(`${caseId} ${scanId}`, bytes)
  return { ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' }, bytes }
}

function nextReceiptNumber(tablet: SimTablet): string {
  tablet.receiptCounter += 1
  const made = makeReceiptNumber({
    stationId: StationId.parse(tablet.agent.unitId),
    date: dateIn('Asia/Shanghai', instantFromMs(tablet.nowMs())),
    deviceNumber: tablet.deviceNumber,
    counter: tablet.receiptCounter,
  })
  if (!made.ok) throw new Error(made.error)
  return made.value
}

function contentOf(world: World, tablet: SimTablet, pages: readonly Page[], signature: Page): CaseContent {
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
