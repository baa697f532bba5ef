// What a person saw to be saved is there when the tablet starts again, whatever moment its browser died at.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { createTabletPerson, type TabletPerson } from '../house/people'
import { unlock } from '../pages/agentDoor'
import { textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { checkOutside } from './check'
import type { LaneGiven, LaneReport } from './lane'
import {
  agentPath,
  beginCase,
  caseIdOf,
  PASSPHRASE,
  prepareHandIn,
  pressHandIn,
  readLines,
  sendAll,
  setUp,
} from './laneTablet'
import { makePdf } from './samplePdf'
import { watchScreen, type Sight } from './watchScreen'

const PAPER = '食品经营许可申请书'
/** The latest that a blow falls after the first keystroke. */
const LATEST_MS = 3_000
/** Each so many rounds hand in, the one before adds a page; the others type. */
const HAND_IN_EVERY = 4
/** In these rounds only the tab dies. */
const TAB_EVERY = 5
const PAGE_BYTES = 100_000

/** The application in hand, as somebody beside the tablet remembers it. */
type Draft = {
  readonly caseId: string
  /** The last number that was typed, and the last that stood there while the screen said *saved*. */
  typed: number
  saved: number
  /** SHA-256 of the pages in the order they were given, and how many stood there while the screen said *saved*. */
  readonly pages: string[]
  savedPages: number
}

/** What was seen outside the browser: all that it may be held to. */
type Memory = {
  draft: Draft | undefined
  /** Receipt numbers that were shown, by case. */
  readonly receipts: Map<string, string>
  /** Pages that were shown as saved before their case was handed in, by case. */
  readonly pagesByCase: Map<string, readonly string[]>
  readonly faults: string[]
  /** Called when the screen says *saved* of a number it did not say it of before, or shows a receipt. */
  onSaved: () => void
}

type Round = { readonly person: TabletPerson; readonly memory: Memory; readonly random: () => number }

/** Starts, looks for what was saved, goes on, and is killed, again and again; then an outsider looks at the server. */
export async function killBrowser(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, random, say } = given
  const person = createTabletPerson('agent', { origin: system.origin, folder })
  const memory: Memory = {
    draft: undefined,
    receipts: new Map(),
    pagesByCase: new Map(),
    faults: [],
    onSaved: () => undefined,
  }
  const round: Round = { person, memory, random }
  try {
    await setUp(person, given)
    await person.shutDown()
    for (let nth = 1; nth <= count; nth += 1) {
      const startMs = performance.now()
      await playRound(round, nth)
      say(`  ${nth} of ${count}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
    }
    const page = await sendAll(person)
    const lines = await readLines(page)
    const pages = lines.reduce((total, { scans }) => total + scans.length, 0)
    const verdict = await checkOutside({ lines, databaseUrl: system.database.ownerUrl, dataDir: system.dataDir })
    const faults = [...memory.faults, ...faultsOfMemory(memory, lines), ...verdict.faults]
    const { size } = memory.receipts
    return {
      counts: `${count} kills, ${verdict.cases} cases handed in (${size} receipts seen), ${pages} scans`,
      faults,
    }
  } finally {
    await person.shutDown().catch(() => undefined)
  }
}

/** A receipt that was shown stands for a case in the tablet's outbox with all pages that were shown, and for one only. */
function faultsOfMemory({ receipts, pagesByCase }: Memory, lines: Awaited<ReturnType<typeof readLines>>): string[] {
  const known = new Map(lines.map((line) => [line.caseId, line]))
  const numbers = [...receipts.values()]
  return [
    ...[...receipts]
      .filter(([caseId]) => !known.has(caseId))
      .map(([, number]) => `receipt ${number} was shown and lost`),
    ...numbers.filter((number, nth) => numbers.indexOf(number) !== nth).map((number) => `receipt ${number} twice`),
    ...[...pagesByCase].flatMap(([caseId, pages]) =>
      pages
        .filter((page) => known.has(caseId) && !known.get(caseId)?.scans.includes(page))
        .map((page) => `page ${page} of case ${caseId} was shown as saved and not handed in`),
    ),
  ]
}

async function playRound(round: Round, nth: number): Promise<void> {
  const { person, memory, random } = round
  const blow: { atMs: number; hasFallen: boolean } = { atMs: random() * LATEST_MS, hasFallen: false }
  const page = await person.startCold(agentPath(memory.draft?.caseId), async (tab) => {
    await tab.exposeFunction('laneSees', (sight: Sight) => note(memory, sight))
    await tab.addInitScript(watchScreen)
  })
  await unlock(page, PASSPHRASE)
  await assertAllThere(page, memory)
  memory.draft ??= newDraft(await beginCase(page))
  const isHandIn = nth % HAND_IN_EVERY === 0
  if (isHandIn) await prepareHandIn(page)
  else if (nth % HAND_IN_EVERY === HAND_IN_EVERY - 1) await intakePage(page).goTo('材料')
  else await intakePage(page).goTo('申请人')
  const strike = nth % TAB_EVERY === 0 ? await aimAtTab(person, page) : () => person.kill()
  const acting = act(page, round, nth).catch((error: unknown) => {
    // With the browser goes whatever was under way.
    if (!blow.hasFallen) memory.faults.push(`round ${nth}: ${String(error)}`)
  })
  await sleep(blow.atMs)
  // Every other blow falls in the very moment in which the screen says *saved*.
  if (nth % 2 === 0) await Promise.race([nextSaved(memory), sleep(LATEST_MS)])
  blow.hasFallen = true
  await strike()
  await acting
}

/** The process of the tab alone dies; the browser lives on, and is closed in good order. */
async function aimAtTab(person: TabletPerson, page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  return async () => {
    const crashed = page.waitForEvent('crash')
    // Nobody is left to answer.
    devtools.send('Page.crash').catch(() => undefined)
    await crashed
    await person.shutDown()
  }
}

const nextSaved = (memory: Memory): Promise<void> =>
  new Promise((resolve) => {
    memory.onSaved = resolve
  })

const newDraft = (caseId: string): Draft => ({ caseId, typed: 0, saved: 0, pages: [], savedPages: 0 })

/** Until the browser is gone. */
async function act(page: Page, round: Round, nth: number): Promise<void> {
  const { memory } = round
  if (nth % HAND_IN_EVERY === 0) {
    await pressHandIn(page)
    await expect(page.getByRole('heading', { name: '收件凭证', level: 1 })).toBeVisible()
    // The next applicant stands there already.
    memory.draft = undefined
    memory.draft = newDraft(await beginCase(page))
  }
  if (nth % HAND_IN_EVERY === HAND_IN_EVERY - 1) await addPage(page, memory)
  await typeOn(page, round)
}

async function addPage(page: Page, { draft }: Memory): Promise<void> {
  if (!draft) return
  const pdf = makePdf('a page', { weightBytes: PAGE_BYTES })
  draft.pages.push(pdf.sha256)
  const file = { name: pdf.name, mimeType: 'application/pdf', buffer: pdf.bytes }
  await intakePage(page).material(PAPER).getByLabel('选择文件').setInputFiles([file])
  await expect(intakePage(page).pagesOf(PAPER)).toHaveCount(draft.pages.length)
  await intakePage(page).goTo('申请人')
}

async function typeOn(page: Page, { memory, random }: Round): Promise<never> {
  for (;;) {
    const { draft } = memory
    if (!draft) throw new Error('no application is in hand')
    draft.typed += 1
    await counterBox(page).fill(`计数 ${draft.typed}`)
    await sleep(random() * 30)
  }
}

const counterBox = (page: Page) => textBox(intakePage(page).party('申请人'), '住址')

/** What the watcher in the page told before it died. */
function note(memory: Memory, sight: Sight): void {
  const { draft, receipts, pagesByCase, onSaved } = memory
  if (sight.receiptNumber !== undefined) {
    receipts.set(sight.caseId, sight.receiptNumber)
    onSaved()
  }
  if (!sight.isSaved || sight.caseId !== draft?.caseId) return
  if ((sight.counter ?? 0) > draft.saved) onSaved()
  draft.saved = Math.max(draft.saved, sight.counter ?? 0)
  draft.savedPages = Math.max(draft.savedPages, sight.pages ?? 0)
  pagesByCase.set(draft.caseId, draft.pages.slice(0, draft.savedPages))
}

/** The draft in hand is there, or was handed in by the press during which the browser died. */
async function assertAllThere(page: Page, memory: Memory): Promise<void> {
  const { draft, faults } = memory
  const intake = intakePage(page)
  if (!draft) return
  const receipt = page.getByRole('heading', { name: '收件凭证', level: 1 })
  const steps = intake.main.getByRole('navigation', { name: '收件步骤' })
  await expect(receipt.or(steps)).toBeVisible()
  if (await receipt.isVisible()) {
    memory.draft = undefined
    return
  }
  if (memory.receipts.has(draft.caseId)) faults.push(`case ${draft.caseId} showed a receipt, and is a draft again`)
  await intake.goTo('申请人')
  const there = Number(/^计数 (\d+)$/.exec(await counterBox(page).inputValue())?.[1] ?? 0)
  if (there < draft.saved) faults.push(`number ${draft.saved} was shown as saved, ${there} is there`)
  if (there > draft.typed) faults.push(`number ${there} is there, which nobody typed`)
  await intake.goTo('材料')
  await expect(intake.material(PAPER)).toBeVisible()
  const pages = await intake.pagesOf(PAPER).count()
  if (pages < draft.savedPages) faults.push(`${draft.savedPages} pages were shown as saved, ${pages} are there`)
  // From here on what is there is what there is.
  draft.typed = there
  draft.saved = there
  draft.pages.splice(pages)
  draft.savedPages = pages
  if (caseIdOf(page) !== draft.caseId) faults.push(`another application is open than ${draft.caseId}`)
}
