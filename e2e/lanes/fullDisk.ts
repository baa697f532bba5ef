// A tablet whose disk is really full: pages are added until nothing goes any more; what was shown as saved is there after
// the browser died and came back, and with more room the rest is saved.
import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { createTabletPerson } from '../house/people'
import { button } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { notTried, type LaneGiven, type LaneReport } from './lane'
import { agentPath, beginCase, setUp, unlockWhole } from './laneTablet'
import { mountDisk, type OwnDisk } from './ownDisk'
import { makePdf } from './samplePdf'

const PAGE_BYTES = 1_500_000
/** A case takes this many before the next is begun. */
const PAGES_PER_CASE = 3
const PAPER = '食品经营许可申请书'
const MOST_PAGES = 200

/** `count`: how big the disk is, in megabytes. */
export async function fullDisk(given: LaneGiven): Promise<LaneReport> {
  const { folder, count } = given
  const disk = mountDisk(folder, count)
  if (!disk)
    return notTried('No disk of its own could be mounted (that needs root): a tablet with a full disk was not seen.')
  try {
    return await fill(given, disk)
  } finally {
    disk.unmount()
  }
}

async function fill(given: LaneGiven, disk: OwnDisk): Promise<LaneReport> {
  const { system, count, say } = given
  const person = createTabletPerson('agent', { origin: system.origin, folder: disk.path })
  const faults: string[] = []
  try {
    await setUp(person, given)
    const full = await addUntilFull(person.page())
    say(`  full after ${full.saved.length} pages: ${full.words}`)
    if (full.saved.length === 0) faults.push('nothing was saved before the disk was full')
    if (!full.words.includes('存储空间满了')) faults.push(`on a full disk the screen says: ${full.words}`)
    await person.kill()
    const isUpWhileFull = await person
      .startCold(agentPath(full.caseId))
      .then((page) => unlockWhole(page))
      .then(() => true)
      .catch((error: unknown) => {
        say(`  on the full disk: ${String(error).split('\n')[0]}`)
        return false
      })
    if (isUpWhileFull) faults.push(...(await findMissing(person.page(), full.saved)))
    await person.shutDown()
    disk.resize(count * 4)
    const page = await person.startCold(agentPath(full.caseId))
    await unlockWhole(page)
    faults.push(...(await findMissing(page, full.saved)))
    await addPage(page, await intakePage(page).pagesOf(PAPER).count())
    await expect(intakePage(page).saved).toBeVisible()
    const notes = isUpWhileFull ? [] : ['On the full disk the app did not open; with more room it did.']
    return {
      counts: `a disk of ${count} MB, full after ${full.saved.length} pages that were shown as saved`,
      faults,
      notes,
    }
  } finally {
    await person.shutDown().catch(() => undefined)
  }
}

type Full = { readonly caseId: string; readonly saved: readonly string[]; readonly words: string }

/** Adds pages, each waited for, until the screen says that it could not save. Answers those that it said it saved. */
async function addUntilFull(page: Page): Promise<Full> {
  const saved: string[] = []
  const state = { caseId: '' }
  for (let nth = 0; nth < MOST_PAGES; nth += 1) {
    const there = nth % PAGES_PER_CASE
    if (there === 0) {
      const isBegun = await beginCase(page).then(
        (caseId) => {
          state.caseId = caseId
          return true
        },
        () => false,
      )
      if (!isBegun) return { ...state, saved, words: await troubleOn(page) }
      await intakePage(page).goTo('材料')
    }
    const sha256 = await addPage(page, there)
    if (!(await isSaved(page))) return { ...state, saved, words: await troubleOn(page) }
    saved.push(sha256)
  }
  throw new Error(`not full after ${MOST_PAGES} pages`)
}

async function addPage(page: Page, there: number): Promise<string> {
  const intake = intakePage(page)
  await intake.goTo('材料')
  const pdf = makePdf('a page', { weightBytes: PAGE_BYTES })
  const file = { name: pdf.name, mimeType: 'application/pdf', buffer: pdf.bytes }
  await intake.material(PAPER).getByLabel('选择文件').setInputFiles([file])
  await expect(intake.pagesOf(PAPER)).toHaveCount(there + 1)
  return pdf.sha256
}

async function isSaved(page: Page): Promise<boolean> {
  const { main, saved } = intakePage(page)
  await expect(saved.or(button(main, '现在再存一次'))).toBeVisible()
  return saved.isVisible()
}

/** What the screen says is wrong. */
async function troubleOn(page: Page): Promise<string> {
  const words = await page.getByRole('alert').allInnerTexts()
  return words.join(' / ').replaceAll('\n', ' ')
}

/** Pages that the tablet's store has no more. */
async function findMissing(page: Page, wanted: readonly string[]): Promise<string[]> {
  const there = await page.evaluate(async () => {
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    const ids: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      if (database.objectStoreNames.contains('scans')) {
        const keys = await ask(database.transaction('scans').objectStore('scans').getAllKeys())
        ids.push(...keys.flatMap((key) => (Array.isArray(key) && typeof key[1] === 'string' ? key[1] : [])))
      }
      database.close()
    }
    return ids
  })
  return wanted.filter((id) => !there.includes(id)).map((id) => `page ${id} was shown as saved and is gone`)
}
