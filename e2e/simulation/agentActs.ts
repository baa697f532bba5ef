import { createHash } from 'node:crypto'
import { followExchanges } from '@onetrip/shared/case/followExchanges'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CaseId, StationId, uuidv7 } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn, instantFromMs } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { CaseReplaceScan } from '@onetrip/shared/wire/operation'
import { takeReceiptCounter } from '@onetrip/client/db/meta'
import { readCaseFiles } from '@onetrip/server/db/readCaseFiles'
import { inTransaction } from '@onetrip/server/db/transaction'
import { contentOf, takePage } from './pages'
import { recordAct } from './recordAct'
import type { SimTablet } from './tablet'
import type { MadeOperation, World } from './world'

/** An agent takes a case in: words, a few pages, a signature, all saved in one step. */
export async function takeIn(world: World, tablet: SimTablet, pageCount = 1 + world.chance.below(2)): Promise<string> {
  const caseId = CaseId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const pages = Array.from({ length: pageCount }, () => takePage(world, caseId))
  const signature = takePage(world, caseId)
  const content = contentOf(world, tablet, pages, signature)
  const receiptNumber = await mintReceiptNumber(tablet)
  if (receiptNumber === undefined) return `cannot mint a receipt for ${caseId}`
  const payload = {
    content,
    receiptNumber,
    queryCodeSha256: createHash('sha256').update(caseId).digest('hex'),
    secondFact: { kind: 'phone-tail', sha256: createHash('sha256').update('1').digest('hex') },
    insisted: false,
  }
  const kept = await recordAct(world, tablet, {
    caseId,
    draft: draftOf(tablet, { caseId, content, receiptNumber }),
    acts: [{ kind: 'case.submit', baseRevision: 0, payload, content }],
    pages: [...pages, signature],
  })
  return `takes in ${caseId}: ${kept}`
}

/** From what an agent answers: what the server has now, what was handed in at first, or this tablet's own copy. */
export type AnswerFrom = 'server' | 'first' | 'own'

const chooseFrom = ({ chance }: World): AnswerFrom =>
  chance.isLucky(0.15) ? (chance.isLucky(0.5) ? 'own' : 'first') : 'server'

/**
 * An agent answers what a department asked; another may be faster, and the picture may be an old one. Never the words of
 * another tablet under a later number: a server that was put back would take them, and with them the names of pages that
 * nobody sends it.
 */
export async function answerCorrection(world: World, tablet: SimTablet, from = chooseFrom(world)): Promise<string> {
  const busy = await busyCases(tablet)
  const rows = await tablet.eye.cases()
  const wanting = rows.filter((row) => openCorrections(row).length > 0 && !busy.has(row.caseId))
  if (wanting.length === 0) return 'has nothing to correct'
  const row = world.chance.pick(wanting)
  const words = await readWords(world, tablet, row.caseId)
  const first = world.made.find(({ caseId, kind }) => caseId === row.caseId && kind === 'case.submit')?.content
  if (!words || !first) return 'does not have the words'
  const page = takePage(world, row.caseId)
  const own = from === 'own' ? ownWords(world, tablet, row.caseId) : undefined
  const isOld = from !== 'server' && !own
  const content = withFirstPage(own ?? (isOld ? first : words.content), page.ref)
  const baseRevision = isOld ? words.revision - 1 : words.revision
  const payload = { content, answers: openCorrections(row), insisted: false }
  const kept = await recordAct(world, tablet, {
    caseId: row.caseId,
    acts: [{ kind: 'case.correct', baseRevision, payload, content }],
    pages: [page],
  })
  return `corrects ${row.caseId} at revision ${baseRevision}: ${kept}`
}

/**
 * The words of the tablet that took the case in, under whatever revision it has heard of: an app begins an answer from its
 * own copy. Undefined where another tablet has answered, too: that one has no copy, and takes what the server has.
 */
function ownWords({ made }: World, { name }: SimTablet, caseId: CaseId): CaseContent | undefined {
  const ofCase = made.filter((op) => op.caseId === caseId)
  const isOthers = ofCase.some(({ kind, tablet }) => kind === 'case.correct' && tablet !== name)
  const own = ofCase.filter(({ tablet }) => tablet === name)
  const at = own.findLastIndex(({ content }) => content !== undefined)
  const written = own[at]?.content
  if (isOthers || !written || !own.some(({ kind }) => kind === 'case.submit')) return undefined
  return own.slice(at + 1).reduce(exchanged, written)
}

/** As an exchange on this tablet leaves its copy. */
function exchanged(content: CaseContent, { kind, payload }: MadeOperation): CaseContent {
  if (kind !== 'case.replace-scan') return content
  // Of this kind, it was parsed by its schema.
  return followExchanges(content, [payload as CaseReplaceScan['payload']])
}

/** Tasks of which there is something to hand over. */
export const HANDED_OVER: readonly string[] = ['issued', 'denied', 'not-accepted']

/** An agent hands a result, or a refusal, over the counter. */
export async function handOver(world: World, tablet: SimTablet): Promise<string> {
  const busy = await busyCases(tablet)
  const ready = (await tablet.eye.cases()).flatMap((row) =>
    busy.has(row.caseId)
      ? []
      : row.tasks.filter(({ state }) => HANDED_OVER.includes(state.status)).map((task) => ({ row, task })),
  )
  if (ready.length === 0) return 'has nothing to hand over'
  const { row, task } = world.chance.pick(ready)
  const kept = await recordAct(world, tablet, {
    caseId: row.caseId,
    acts: [{ kind: 'task.hand-over', baseRevision: task.revision, payload: { taskId: task.taskId } }],
    pages: [],
  })
  return `hands over ${task.taskId}: ${kept}`
}

export const openCorrections = (row: StationCaseRow) =>
  row.tasks.flatMap(({ state }) => (state.status === 'correction-required' ? [state.correction.correctionId] : []))

export const withFirstPage = (content: CaseContent, page: CaseContent['materials'][number]['pages'][number]) => ({
  ...content,
  materials: content.materials.map((entry) => ({ ...entry, pages: [page, ...entry.pages].slice(0, 9) })),
})

/** Of which something is still on its way from this tablet: its picture of them is old. */
export async function busyCases(tablet: SimTablet): Promise<ReadonlySet<string>> {
  const entries = await tablet.eye.entries()
  return new Set(entries.filter(({ state }) => state.kind !== 'ended').map(({ caseId }) => caseId))
}

/** The words as the server has them, which is where a tablet that answers gets them from. */
export async function readWords(world: World, tablet: SimTablet, caseId: CaseId): Promise<Words | undefined> {
  const { districtId } = world.district
  const files = await inTransaction(world.store.pool, tablet.agent, (tx) => readCaseFiles(tx, districtId, [caseId]))
  return files.get(caseId)?.case
}

type Words = { readonly content: CaseContent; readonly revision: number }

async function mintReceiptNumber(tablet: SimTablet): Promise<string | undefined> {
  const taken = await tablet.use(({ db }) => takeReceiptCounter(db))
  if (taken instanceof Error) return undefined
  const made = makeReceiptNumber({
    stationId: StationId.parse(tablet.agent.unitId),
    date: dateIn('Asia/Shanghai', instantFromMs(tablet.nowMs())),
    deviceNumber: tablet.deviceNumber,
    counter: taken.counter,
  })
  if (!made.ok) throw new Error(made.error)
  return made.value
}

type HandedIn = { readonly caseId: CaseId; readonly content: CaseContent; readonly receiptNumber: string }

function draftOf(tablet: SimTablet, { caseId, content, receiptNumber }: HandedIn): IntakeDraft {
  const { items, parties, fields, materials } = content
  const at = instantFromMs(tablet.nowMs())
  const receipt = { receiptNumber, queryCode: 'ABCD', collectedAt: at }
  return { caseId, startedAt: at, step: 'check', items, parties, fields, materials, receipt }
}
