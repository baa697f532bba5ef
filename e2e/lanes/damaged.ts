// A tablet whose browser lost its store, really: bytes flipped, files cut and gone in a profile, site data cleared. What was
// handed in comes to the server from its second copy, and nothing is said to have arrived before it has.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { openTcpFront, type TcpFront } from '../front/tcpFront'
import { expect } from '../house/expect'
import { createTabletPerson, type TabletPerson } from '../house/people'
import { countCopies } from '../house/tabletStore'
import { agentHome } from '../pages/agentHome'
import { checkOutside, type Line } from './check'
import { comeIn, isToldOfCopies, readDoor, signInWhereAsked, wordsOn, type Door } from './damage/door'
import { handInWithPage } from './damage/handInWithPage'
import { findStore, sizesOf, STRIKES, type Sizes, type Strike } from './damage/strike'
import { wearStore } from './damage/wear'
import { signInOf, type LaneGiven, type LaneReport } from './lane'
import { readLines, setUp } from './laneTablet'

/** With the timer that a tablet has: what waits in a copy is sent with it. */
const PATH = '/agent/'
/** A copy that did not go is tried again after half a minute. */
const SENT_MS = 75_000

/** What all tablets did together, seen from outside. */
type Memory = {
  /** All that was handed in and is not gone for good. */
  readonly lines: Line[]
  readonly receipts: string[]
  readonly faults: string[]
  readonly notes: string[]
}

type Round = {
  readonly name: string
  readonly given: LaneGiven
  readonly line: TcpFront
  readonly person: TabletPerson
  readonly memory: Memory
  /** Of its own lines in the memory. */
  readonly first: number
}

type Blow = { readonly name: string; readonly play: (round: Round) => Promise<void> }

/** `count`: how many applications lie on the tablet at each blow. `--blow <name>`: that one alone. */
export async function damaged(given: LaneGiven): Promise<LaneReport> {
  const { system, words, say } = given
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const line = await openTcpFront(server.port)
  const memory: Memory = { lines: [], receipts: [], faults: [], notes: [] }
  const wanted = words.includes('--blow') ? words[words.indexOf('--blow') + 1] : undefined
  const blows = BLOWS.filter(({ name }) => wanted === undefined || name === wanted)
  try {
    for (const [nth, blow] of blows.entries()) {
      const startMs = performance.now()
      await playBlow({ given, line, memory, name: blow.name }, blow, nth)
      say(`  ${blow.name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
    }
    const { faults, scans } = await look(given, memory)
    const counts = `${blows.length} blows, ${memory.lines.length} cases handed in, ${scans} scans`
    return { counts, faults: [...memory.faults, ...faults], notes: memory.notes }
  } finally {
    await line.close()
  }
}

/** A tablet of its own, signed in and in use for weeks; then the line goes. */
async function playBlow(round: Omit<Round, 'person' | 'first'>, { name, play }: Blow, nth: number): Promise<void> {
  const { given, line, memory } = round
  const person = createTabletPerson(`agent-${nth}`, { origin: line.origin, folder: given.folder })
  try {
    await wearStore(await setUp(person, given))
    await line.goDown()
    await play({ ...round, person, first: memory.lines.length })
  } catch (error) {
    const seen = await wordsOn(person.page()).catch(() => 'no page')
    memory.faults.push(`${name}: ${String(error).split('\n')[0]}; the screen says: ${seen}`)
  } finally {
    await person.shutDown()
    // Down or up, the next tablet finds it up.
    await line.close()
    await line.comeUp()
  }
}

/** Hands in with no network, and waits until the second copies lie there. */
async function handInAll({ given, person, memory }: Round): Promise<void> {
  const page = person.page()
  for (let nth = 1; nth <= given.count; nth += 1) memory.receipts.push(await handInWithPage(page, nth))
  await expect.poll(() => countCopies(page)).toBe(given.count)
  await keepLines(page, memory)
}

async function keepLines(page: Page, { lines }: Memory): Promise<void> {
  const known = new Set(lines.map(({ opId }) => opId))
  lines.push(...(await readLines(page)).filter(({ opId }) => !known.has(opId)))
}

const strikeFiles = (name: string, strike: Strike): Blow => ({
  name,
  play: async (round) => {
    const { given, line, person, memory } = round
    const files = findStore(join(given.folder, person.name), line.origin)
    const before: Sizes = sizesOf(files)
    await handInAll(round)
    await person.kill()
    const struck = strike(files, before)
    if (struck.length === 0) memory.faults.push(`${name}: there was nothing to strike`)
    given.say(`    ${struck.join('; ')}`)
    await recover(round, await person.startCold(PATH))
  },
})

/** Only what the browser's database held: the second copies stay. */
const clearDatabase = (name: string, isOpen: boolean): Blow => ({
  name,
  play: async (round) => {
    const { person } = round
    const clearHere = (page: Page): Promise<void> => clear(page, round.line, 'indexeddb')
    await handInAll(round)
    if (isOpen) {
      await clearHere(person.page())
      await assertNotSaidSafe(round, person.page())
    }
    await person.kill()
    await recover(round, await person.startCold(PATH, isOpen ? undefined : clearHere))
  },
})

/** The work is really gone: nobody brings it back, and nobody may say that it is safe. */
const clearAll = (name: string, isOpen: boolean): Blow => ({
  name,
  play: async (round) => {
    const { person, line, memory, given } = round
    await handInAll(round)
    memory.lines.splice(round.first)
    const clearHere = (page: Page): Promise<void> => clear(page, line, 'all')
    if (isOpen) {
      await clearHere(person.page())
      await assertNotSaidSafe(round, person.page())
    }
    await person.kill()
    await line.comeUp()
    const page = await person.startCold(PATH, isOpen ? undefined : clearHere)
    const door = await readDoor(page)
    if (door.kind !== 'new-tablet') memory.faults.push(`${name}: it is no new tablet, but says: ${door.words}`)
    await comeIn(page, door, agentOf(given))
    await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/)
    memory.notes.push(`${name}: it opens as a new tablet and says that it is synced; nothing tells that it was in use`)
  },
})

const BLOWS: readonly Blow[] = [
  ...Object.entries(STRIKES).map(([name, strike]) => strikeFiles(name, strike)),
  clearDatabase('the databases are cleared', false),
  clearDatabase('the databases are cleared beneath an open page', true),
  clearAll('everything is cleared', false),
  clearAll('everything is cleared beneath an open page', true),
]

async function clear(page: Page, { origin }: TcpFront, storageTypes: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes })
  await session.detach()
}

/** From the start with no line to the moment in which the server has everything. */
async function recover(round: Round, page: Page): Promise<void> {
  const { given, line, memory, name } = round
  const door = await readDoor(page)
  if (door.kind === 'lock') {
    await comeIn(page, door, agentOf(given))
    await assertNotSaidSafe(round, page)
    await handInOneMore(round, page)
  } else await isToldOfCopies(page)
  await line.comeUp()
  // What the system tells a browser when the line is back.
  await page.context().setOffline(true)
  await page.context().setOffline(false)
  const isInside = door.kind === 'lock' || (door.kind === 'new-tablet' && (await comeIn(page, door, agentOf(given))))
  await waitUntilAllThere(round, isInside)
  memory.notes.push(`${name}: ${isInside ? SAID[door.kind] : SENT_FROM_DOOR}`)
}

const SAID: Readonly<Record<Door['kind'], string>> = {
  lock: 'the passphrase opens it',
  'new-tablet': 'the browser threw the database away; it opens as a new tablet',
  closed: 'nobody can come in',
}
const SENT_FROM_DOOR = 'the browser opens the database no more; its copies were sent from the door'

/** A store of before knows less of the numbers that it gave out. */
async function handInOneMore({ memory, name }: Round, page: Page): Promise<void> {
  const number = await handInWithPage(page, memory.receipts.length)
  if (memory.receipts.includes(number)) memory.faults.push(`${name}: receipt ${number} twice`)
  memory.receipts.push(number)
  await keepLines(page, memory)
}

/** While there is no line, and what was handed in lies here or nowhere. */
async function assertNotSaidSafe({ memory, name }: Round, page: Page): Promise<void> {
  await expect(agentHome(page).pill).toHaveAccessibleName(/^离线|需要处理/)
  const words = await wordsOn(page)
  if (/已同步|全部送达/.test(words)) memory.faults.push(`${name}: with no line the screen says: ${words}`)
}

const agentOf = ({ system }: LaneGiven) => signInOf(system, 'agent-hehuayuan')

const readPill = async (page: Page): Promise<string> => (await agentHome(page).pill.innerText()).trim()

async function waitUntilAllThere({ given, person, memory, first }: Round, isInside: boolean): Promise<void> {
  const untilMs = performance.now() + SENT_MS
  const ownIds = memory.lines.slice(first).flatMap(({ caseId, opId }) => [caseId, opId])
  for (;;) {
    if (isInside) await signInWhereAsked(person.page(), agentOf(given))
    // First what is said, then what is so: what is said to be safe was safe before.
    const said = isInside ? await readPill(person.page()) : ''
    const { faults } = await look(given, memory)
    const [fault] = faults.filter((words) => ownIds.some((id) => words.includes(id)))
    if (fault === undefined) return
    if (said.startsWith('已同步')) throw new Error(`the screen says “${said}”, and ${fault}`)
    if (performance.now() > untilMs) throw new Error(`after ${SENT_MS / 1000} s ${fault}`)
    await sleep(500)
  }
}

const look = ({ system }: LaneGiven, { lines }: Memory) =>
  checkOutside({ lines, databaseUrl: system.database.ownerUrl, dataDir: system.dataDir })
