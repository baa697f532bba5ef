import type { BrowserContext, Page } from '@playwright/test'
import { AGENT_PATH, PASSPHRASE } from '../flows/firstSignIn'
import { begin, asWindow, chooseDelivery, fillApplicant } from '../flows/intakeParts'
import { ITEM } from '../flows/takeInOffline'
import { expect } from '../house/expect'
import type { TabletPerson } from '../house/people'
import { choosePassphrase, enterCode, signIn, unlock, waitUntilInstalled } from '../pages/agentDoor'
import { agentHome, agentQueue } from '../pages/agentHome'
import { intakePage, readReceipt, type Receipt } from '../pages/intake'
import type { Line } from './check'
import { signInOf, type LaneGiven } from './lane'

export { ITEM, PASSPHRASE }

/** The address of the app, or of an application in it. */
export const agentPath = (caseId?: string): string =>
  caseId ? AGENT_PATH.replace('/agent/', `/agent/intake/${caseId}`) : AGENT_PATH

/** Signs in on a new tablet and waits until it can work without a network. */
export async function setUp(person: TabletPerson, { system }: LaneGiven, passphrase = PASSPHRASE): Promise<Page> {
  const signInHere = signInOf(system, 'agent-hehuayuan')
  const page = await person.startCold(AGENT_PATH)
  await signIn(page, signInHere)
  await enterCode(page, signInHere.registrationCode ?? '')
  await choosePassphrase(page, passphrase)
  const home = agentHome(page)
  await home.isOpen()
  await expect(home.offers.getByRole('button').first()).toBeVisible()
  await waitUntilInstalled(page)
  return page
}

/** Unlocks and waits until what lies behind is there. */
export async function unlockWhole(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await unlock(page, passphrase)
  await expect(page.getByRole('banner').getByRole('button', { name: '锁定', exact: true })).toBeVisible()
}

/** Begins 食品经营许可 with an applicant, so that it can be handed in with gaps. Answers its id. */
export async function beginCase(page: Page): Promise<string> {
  const intake = intakePage(page)
  await begin(page, { search: 'spjyxk', title: ITEM })
  await asWindow(page)
  await intake.goTo('申请人')
  await fillApplicant(page)
  await expect(intake.saved).toBeVisible()
  return caseIdOf(page)
}

export function caseIdOf(page: Page): string {
  const caseId = /intake\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  if (!caseId) throw new Error(`no application is open at ${page.url()}`)
  return caseId
}

/** Everything before the press that hands in: delivery, signature, check. */
export async function prepareHandIn(page: Page): Promise<void> {
  const intake = intakePage(page)
  await intake.goTo('送达与签名')
  await chooseDelivery(page, '到本站领取')
  // A signature that was given before and still holds stays.
  const pad = page.getByRole('img', { name: '请在框内签名' })
  await expect(pad.or(page.getByText(/^已签名，/))).toBeVisible()
  if (await pad.isVisible()) await intake.sign()
  await intake.toCheck()
  await expect(page.getByRole('button', { name: '坚持提交', exact: true })).toBeEnabled()
}

export async function pressHandIn(page: Page): Promise<void> {
  await intakePage(page).handIn('坚持提交')
  await intakePage(page).insist()
}

/** Another tab beside those that are open. */
export async function openTab(context: BrowserContext, origin: string, path = agentPath()): Promise<Page> {
  const page = await context.newPage()
  await page.goto(origin + path)
  await unlockWhole(page)
  return page
}

/** Two tabs, each with an application of its own. */
export async function handInAtOnce(first: Page, second: Page): Promise<Receipt[]> {
  for (const page of [first, second]) {
    // A browser lets a tab that nobody looks at wait for its pictures.
    await page.bringToFront()
    await beginCase(page)
    await prepareHandIn(page)
  }
  await Promise.all([pressHandIn(first), pressHandIn(second)])
  return Promise.all([readReceipt(first), readReceipt(second)])
}

/** Starts the tablet once more and waits until nothing is left to send. */
export async function sendAll(person: TabletPerson): Promise<Page> {
  const page = await person.startCold(agentPath())
  await unlockWhole(page)
  await waitUntilSent(page)
  return page
}

export async function waitUntilSent(page: Page): Promise<void> {
  const home = agentHome(page)
  await home.pill.click()
  await agentQueue(page).syncNow()
  await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 60_000 })
}

/** What the tablet's own store says was handed in, read past the app: ids lie open in it. */
export const readLines = (page: Page): Promise<Line[]> =>
  page.evaluate(async () => {
    type Open = { readonly caseId: string; readonly opId: string; readonly scanId: string }
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    const lines: { caseId: string; opId: string; scans: string[] }[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      if (database.objectStoreNames.contains('outbox')) {
        const transaction = database.transaction(['outbox', 'uploads'])
        // What IndexedDB answers is what the app put in: client/src/db/localDatabase.ts.
        const operations = (await ask(transaction.objectStore('outbox').getAll())) as Open[]
        const uploads = (await ask(transaction.objectStore('uploads').getAll())) as Open[]
        for (const { caseId, opId } of operations) {
          const scans = uploads.filter((upload) => upload.opId === opId).map(({ scanId }) => scanId)
          lines.push({ caseId, opId, scans })
        }
      }
      database.close()
    }
    return lines
  })
