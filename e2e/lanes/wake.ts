// What was handed in without a network goes while no page of the app is open, nobody has unlocked the tablet, and the
// browser wakes the service worker: Background Sync, in a real browser.
import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { SEND_TAG } from '../../client/src/background/sendForAbsent'
import { expect } from '../house/expect'
import { createTabletPerson } from '../house/people'
import { readWaiting } from '../house/tabletStore'
import { readReceipt } from '../pages/intake'
import { checkOutside } from './check'
import type { LaneGiven, LaneReport } from './lane'
import { beginCase, prepareHandIn, pressHandIn, readLines, setUp } from './laneTablet'

const PATIENCE_MS = 30_000

/** `count`: how many cases wait. */
export async function wake(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, say } = given
  const [server] = system.servers
  if (!server) throw new Error('the house has no server')
  const person = createTabletPerson('agent', { origin: system.origin, folder })
  try {
    const page = await setUp(person, given)
    await server.stop()
    for (let nth = 1; nth <= count; nth += 1) await handInOne(page)
    const before = await leave(page, system.origin)
    if (!before.tags.includes(SEND_TAG)) return { counts: 'nobody asked', faults: ['the page asked for no wake'] }
    say(`  ${count} handed in, the app closed, the browser asked to wake its worker`)
    const devtools = await page.context().newCDPSession(page)
    const registrationId = await findRegistration(devtools)
    const wakeUp = () =>
      devtools.send('ServiceWorker.dispatchSyncEvent', {
        origin: system.origin,
        registrationId,
        tag: SEND_TAG,
        lastChance: false,
      })
    // In vain: the worker says so, and everything stays.
    await wakeUp()
    const inVain = await countWaiting(page)
    await server.restart()
    const unasked = await countWaiting(page)
    await wakeUp()
    await expect.poll(() => countWaiting(page), { timeout: PATIENCE_MS }).toBe(0)
    const lines = await readLines(page)
    const verdict = await checkOutside({ lines, databaseUrl: system.database.ownerUrl, dataDir: system.dataDir })
    const faults = [...verdict.faults, ...openApps(page.context(), system.origin)]
    if (lines.length !== count) faults.push(`${count} handed in, ${lines.length} on the tablet`)
    if (inVain === 0 || unasked === 0) faults.push('nothing waited: the wake had nothing to do')
    return { counts: `${verdict.cases} cases and ${verdict.scans} scans sent with no page open`, faults }
  } finally {
    await person.shutDown()
  }
}

async function countWaiting(page: Page): Promise<number> {
  const { operations, scans } = await readWaiting(page)
  return operations + scans
}

async function handInOne(page: Page): Promise<void> {
  await beginCase(page)
  await prepareHandIn(page)
  await pressHandIn(page)
  await readReceipt(page)
}

/** Leaves the app for a file of its origin that runs nothing. Answers what the browser was asked to wake its worker for. */
async function leave(page: Page, origin: string): Promise<{ readonly tags: readonly string[] }> {
  await page.goto(`${origin}/agent/manifest.webmanifest`)
  return page.evaluate(async () => {
    type WithSync = { readonly sync: { readonly getTags: () => Promise<string[]> } }
    const registration = await navigator.serviceWorker.getRegistration('/agent/')
    // No library types it yet.
    return { tags: registration ? await (registration as unknown as WithSync).sync.getTags() : [] }
  })
}

async function findRegistration(devtools: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations.filter(({ isDeleted, scopeURL }) => !isDeleted && scopeURL.endsWith('/agent/'))
      if (first) resolve(first.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  return found
}

/** Pages of the app that are open although nothing was to be sent by one. */
function openApps(context: BrowserContext, origin: string): string[] {
  const apps = context.pages().filter((page) => page.url().startsWith(origin) && !page.url().endsWith('.webmanifest'))
  return apps.map((page) => `a page of the app was open: ${new URL(page.url()).pathname}`)
}
