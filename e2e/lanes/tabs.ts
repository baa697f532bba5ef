// Tabs of one agent beside each other, and beside an app of another age: nobody writes over anybody, nothing is lost, and
// whoever can neither read nor write says so.
import type { BrowserContext, Page } from '@playwright/test'
import { unlock } from '../pages/agentDoor'
import { expect } from '../house/expect'
import { createTabletPerson } from '../house/people'
import { agentHome, agentQueue } from '../pages/agentHome'
import { textBox } from '../pages/fields'
import { intakePage, readReceipt } from '../pages/intake'
import { checkOutside } from './check'
import type { LaneGiven, LaneReport } from './lane'
import {
  agentPath,
  beginCase,
  handInAtOnce,
  openTab,
  PASSPHRASE,
  prepareHandIn,
  pressHandIn,
  readLines,
  setUp,
  unlockWhole,
  waitUntilSent,
} from './laneTablet'

/** IndexedDB counts Dexie's versions in tens. */
const BEFORE_THE_VAULT = 10
const LATER = 990
const TICK_MS = 100
const AT_REST_MS = 2_000

/** `count`: how often both tabs hand in at once. */
export async function tabs(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, say } = given
  const person = createTabletPerson('agent', { origin: system.origin, folder })
  const faults: string[] = []
  try {
    const first = await setUp(person, given)
    const second = await openTab(first.context(), system.origin)
    await assertOneWriter(first, second)
    say('  one application, two tabs: one writes')
    faults.push(...(await tryOldBuild(first, second)))
    say('  an older build: refused by the store, both tabs go on')
    const numbers: string[] = []
    for (let nth = 1; nth <= count; nth += 1)
      numbers.push(...(await handInAtOnce(first, second)).map(({ number }) => number))
    faults.push(
      ...numbers.filter((number, nth) => numbers.indexOf(number) !== nth).map((number) => `receipt ${number} twice`),
    )
    // One of them sends for both: it is stopped in one of the two rounds, and the other has to say so.
    const rounds = [await handInBesideStopped(first, second), await handInBesideStopped(second, first)]
    numbers.push(...rounds.map(({ number }) => number))
    if (rounds.filter(({ isSaid }) => isSaid).length !== 1)
      faults.push('the tab that waits for a stopped one says nothing')
    say('  one tab stopped, then the other: the one that is left sends, or says that the other holds it')
    await first.bringToFront()
    await waitUntilSent(first)
    const lines = await readLines(first)
    const verdict = await checkOutside({ lines, databaseUrl: system.database.ownerUrl, dataDir: system.dataDir })
    if (lines.length !== numbers.length) faults.push(`${numbers.length} receipts, ${lines.length} cases on the tablet`)
    say(`  ${numbers.length} hand-ins, two at once`)
    faults.push(...verdict.faults, ...(await outdate(first, second)))
    say('  a newer build: both tabs say that they are too old, and change nothing')
    return {
      counts: `${numbers.length} hand-ins by two tabs at once, ${verdict.scans} scans, 2 builds of another age`,
      faults,
    }
  } finally {
    await person.shutDown()
  }
}

/** What the other tab has open is shown there as taken, and can be written there once it is let go. */
async function assertOneWriter(first: Page, second: Page): Promise<void> {
  const caseId = await beginCase(first)
  await second.goto(new URL(agentPath(caseId), second.url()).href)
  await unlockWhole(second)
  await expect(second.getByRole('main')).toContainText('这份申请在另一个标签页里打开着')
  await type(first, '先来的')
  await first.getByRole('button', { name: '先放着，回首页' }).click()
  await second.getByRole('button', { name: '已关掉，在这里打开' }).click()
  await expect(addressBox(second)).toHaveValue('先来的')
}

/** A page of the origin opens the store as the app before the vault would have; answers what is wrong. */
async function tryOldBuild(first: Page, second: Page): Promise<string[]> {
  const before = await digestStores(first)
  const opened = await openAtVersion(first.context(), BEFORE_THE_VAULT)
  const isWhole = (await digestStores(first)) === before
  await type(second, '旧版来过之后')
  await beginCase(first)
  return [
    ...opened.filter((answer) => answer !== 'VersionError').map((answer) => `the older build was answered: ${answer}`),
    ...(opened.length === 0 ? ['there was no store to open'] : []),
    ...(isWhole ? [] : ['the older build has changed the store']),
  ]
}

/**
 * A tab is stopped where it stands, as by a dialog of the browser, whatever it holds. The other hands in; where the stopped
 * one held the sending, it says so, and all goes as soon as that goes on. (The browser's own word for it, `frozen`, does
 * nothing here: Playwright keeps every tab in front.)
 */
async function handInBesideStopped(stopped: Page, other: Page): Promise<{ number: string; isSaid: boolean }> {
  const goOn = await stop(stopped)
  await other.bringToFront()
  await beginCase(other)
  await prepareHandIn(other)
  await pressHandIn(other)
  const { number } = await readReceipt(other)
  const { pill } = agentHome(other)
  await pill.click()
  await agentQueue(other).syncNow()
  await expect(pill).toHaveAccessibleName(/^已同步|^另一个标签页停住了/, { timeout: 60_000 })
  const isSaid = /^另一个标签页停住了/.test((await pill.getAttribute('aria-label')) ?? '')
  if (isSaid) await expect(agentQueue(other).status).toContainText('上传由另一个标签页负责')
  await goOn()
  await waitUntilSent(other)
  return { number, isSaid }
}

/** Answers how it goes on. */
async function stop(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Debugger.enable')
  // At rest: one that is stopped inside a transaction would hold the store itself.
  await page.waitForTimeout(AT_REST_MS)
  await countTicks(page)
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  const standing = page.evaluate('debugger').catch(() => undefined)
  await paused
  const begunMs = Date.now()
  return async () => {
    const stoodMs = Date.now() - begunMs
    await devtools.send('Debugger.resume')
    await standing
    await devtools.detach()
    const ticked = await countTicks(page)
    if (ticked * TICK_MS > stoodMs / 2) throw new Error(`the tab was not stopped: ${ticked} ticks in ${stoodMs} ms`)
  }
}

/** How often a clock of the page has ticked since it was last asked. */
const countTicks = (page: Page): Promise<number> =>
  page.evaluate((tickMs) => {
    const owner = globalThis as typeof globalThis & { ticks?: number }
    if (owner.ticks === undefined) setInterval(() => (owner.ticks = (owner.ticks ?? 0) + 1), tickMs)
    const { ticks = 0 } = owner
    owner.ticks = 0
    return ticks
  }, TICK_MS)

/** A newer build takes the store over while both tabs are open: neither reads or writes there any more, and both say so. */
async function outdate(first: Page, second: Page): Promise<string[]> {
  await first.bringToFront()
  await beginCase(first)
  await type(first, '新版来之前存好的')
  const before = await digestStores(first)
  const opened = await openAtVersion(first.context(), LATER)
  if (opened.some((answer) => answer !== 'opened')) return [`the newer build was answered: ${opened.join(', ')}`]
  const typed = '新版来之后写的'
  await addressBox(first).fill(typed)
  await expect(first.getByRole('main')).toContainText('没有保存上：这一页的应用太旧')
  await expect(intakePage(first).saved).toBeHidden()
  await expect(addressBox(first)).toHaveValue(typed)
  await second.bringToFront()
  await second.reload()
  await unlock(second, PASSPHRASE)
  await expect(second.getByRole('main')).toContainText('这一页的应用太旧')
  return (await digestStores(first)) === before
    ? []
    : ['an app that is too old for the store has changed what was saved']
}

/** Opens every agent's store at this version in a page of its own; answers what came of each. */
async function openAtVersion(context: BrowserContext, version: number): Promise<string[]> {
  const page = await context.newPage()
  try {
    // A file of the origin that runs nothing.
    await page.goto(new URL('/agent/manifest.webmanifest', context.pages()[0]?.url()).href)
    return await page.evaluate(async (wanted) => {
      const stores = (await indexedDB.databases()).flatMap(({ name = '' }) =>
        /^onetrip-/.test(name) && name !== 'onetrip-device' ? [name] : [],
      )
      const open = (name: string): Promise<string> =>
        new Promise((resolve) => {
          const request = indexedDB.open(name, wanted)
          request.onsuccess = () => {
            request.result.close()
            resolve('opened')
          }
          request.onerror = () => resolve(request.error?.name ?? 'no error')
          setTimeout(() => resolve('blocked'), 5_000)
        })
      return Promise.all(stores.map(open))
    }, version)
  } finally {
    await page.close()
  }
}

/** A digest of everything that the agents' stores hold of work: drafts, pages, operations, uploads. */
const digestStores = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    const texts: string[] = []
    const toText = (_key: string, value: unknown): unknown =>
      value instanceof ArrayBuffer ? Array.from(new Uint8Array(value)).join() : value
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      for (const store of ['ownCases', 'scans', 'outbox', 'uploads']) {
        if (!database.objectStoreNames.contains(store)) continue
        texts.push(store, JSON.stringify(await ask(database.transaction(store).objectStore(store).getAll()), toText))
      }
      database.close()
    }
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')))
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
  })

async function type(page: Page, words: string): Promise<void> {
  await addressBox(page).fill(words)
  await expect(intakePage(page).saved).toBeVisible()
}

const addressBox = (page: Page) => textBox(intakePage(page).party('申请人'), '住址')
