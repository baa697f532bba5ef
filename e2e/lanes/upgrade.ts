// A district goes from an old build to today's while a tablet works: the old app in one tab goes on beside the new one in
// another, on one store and against the new server, and nothing is lost, doubled or written over.
import { rm } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { startSystem, type System } from '../../.scripts/system.mjs'
import { createTabletPerson, type TabletPerson } from '../house/people'
import { agentHome } from '../pages/agentHome'
import { readReceipt, type Receipt } from '../pages/intake'
import { checkOutside } from './check'
import { houseAt, nameDataFolder, notTried, type LaneReport, type LaneStart } from './lane'
import {
  agentPath,
  beginCase,
  handInAtOnce,
  openTab,
  prepareHandIn,
  pressHandIn,
  readLines,
  setUp,
  unlockWhole,
  waitUntilSent,
} from './laneTablet'
import { buildOld, findRevision, FIRST_PUBLISHED, startOld } from './oldBuild'

const REVISION_WORD = '--from'

/** `count`: how often the old tab and the new one hand in at once. */
export async function upgrade(given: LaneStart): Promise<LaneReport> {
  const at = given.words.indexOf(REVISION_WORD)
  const name = (at >= 0 ? given.words[at + 1] : undefined) ?? FIRST_PUBLISHED
  const revision = findRevision(name)
  if (revision === undefined) return notTried(`the history here does not reach back to ${name}`)
  const folder = await buildOld(revision)
  given.say(`  built ${revision.slice(0, 8)} by its own scripts`)
  const dataDir = await nameDataFolder()
  const house: { system: System } = { system: await startOld(folder, houseAt(dataDir)) }
  const person = createTabletPerson('agent', { origin: house.system.origin, folder: given.folder })
  try {
    return await Promise.race([upgradeBeside({ ...given, house, person, dataDir }), given.interruption])
  } finally {
    await person.shutDown()
    await house.system.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

type Upgrading = LaneStart & {
  readonly house: { system: System }
  readonly person: TabletPerson
  readonly dataDir: string
}

async function upgradeBeside({ house, person, dataDir, count, say, ...given }: Upgrading): Promise<LaneReport> {
  const old = await setUp(person, { ...given, count, say, system: house.system })
  const oldBuild = await readBuild(old)
  const receipts = [await handInOne(old)]
  await waitUntilSent(old)
  await house.system.stop()
  // Offline, in the old app's words; the new server hears them first.
  receipts.push(await handInOne(old))
  const draft = await beginCase(old)
  house.system = await startAgain(house.system, dataDir)
  await agentHome(old).goHome()
  await waitUntilSent(old)
  say('  the old app hands in what it took in before the upgrade')

  const fresh = await openTab(old.context(), house.system.origin)
  await update(fresh)
  const faults = (await readBuild(fresh)) === oldBuild ? ['the second tab still runs the old build'] : []
  if ((await readBuild(old)) !== oldBuild) faults.push('the old tab was reloaded unasked')
  for (let nth = 1; nth <= count; nth += 1) receipts.push(...(await handInAtOnce(old, fresh)))
  say(`  ${count * 2} hand-ins by an old and a new app at once`)

  const piece = await old.request.get(oldBuild)
  if (!piece.ok()) faults.push(`the server does not keep the old app's pieces: ${piece.status()}`)
  await old.bringToFront()
  await old.goto(new URL(agentPath(draft), old.url()).href)
  await unlockWhole(old)
  await prepareHandIn(old)
  await pressHandIn(old)
  receipts.push(await readReceipt(old))
  if ((await readBuild(old)) === oldBuild) faults.push('a reload did not bring the new build')
  await waitUntilSent(old)
  const lines = await readLines(old)
  const verdict = await checkOutside({ lines, databaseUrl: house.system.database.ownerUrl, dataDir })
  faults.push(...verdict.faults, ...compare(receipts, lines))
  return {
    counts: `${receipts.length} hand-ins over an upgrade, ${verdict.scans} scans, 2 builds on one store`,
    faults,
  }
}

async function handInOne(page: Page): Promise<Receipt> {
  await beginCase(page)
  await prepareHandIn(page)
  await pressHandIn(page)
  return readReceipt(page)
}

/** Today's on what the old one left, at the same addresses. */
async function startAgain({ servers: [server], sf, department }: System, dataDir: string): Promise<System> {
  const ports = { ...(server && { server: server.port }), sf: sf.port, department: department.port }
  return startSystem({ ...houseAt(dataDir), ports })
}

/** The tablet finds the new build, and puts it in when it is told to. */
async function update(page: Page): Promise<void> {
  await page.reload()
  await unlockWhole(page)
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '现在更新' }).click()])
  await unlockWhole(page)
}

/** A name of the build that a page runs: that of its first script. */
const readBuild = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? 'none')

function compare(receipts: readonly Receipt[], lines: readonly { readonly caseId: string }[]): string[] {
  const numbers = receipts.map(({ number }) => number)
  const twice = numbers.filter((number, nth) => numbers.indexOf(number) !== nth)
  const there = new Set(lines.map(({ caseId }) => caseId))
  return [
    ...twice.map((number) => `receipt ${number} twice`),
    ...receipts
      .filter(({ caseId }) => !there.has(caseId))
      .map(({ number }) => `receipt ${number} is not on the tablet`),
  ]
}
