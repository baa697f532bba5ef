// What an applicant says is nowhere in the clear but in the database and the files of the server: marked words are typed
// into every free field and given as pages, then every file of the tablet, every log, every address and all that passed on
// the line towards the server is searched.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { begin, asWindow, chooseDelivery, fillApplicant } from '../flows/intakeParts'
import { openTcpFront, type TcpFront } from '../front/tcpFront'
import { expect } from '../house/expect'
import { createTabletPerson, openDesk, startSharedBrowser, type TabletPerson } from '../house/people'
import { lock, signIn, unlock } from '../pages/agentDoor'
import { agentHome, lineWith } from '../pages/agentHome'
import { inboxPage, reviewPage } from '../pages/desk'
import { button } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { createFinder, findInFolder, FORMS, MARK_HEAD, needlesOf, type Found, type Mark } from './findMarks'
import { signInOf, type LaneGiven, type LaneReport } from './lane'
import { ITEM, setUp, unlockWhole, waitUntilSent } from './laneTablet'
import { makePdf } from './samplePdf'

const FORM_PAPER = '食品经营许可申请书'
const LAYOUT_PAPER = '主要设备设施布局、操作流程'
/** What has a rule of its own, and would not be handed in with other words. */
const RULED = /证件号码|手机号|信用代码/
const NOTHING = /$^/

type Field = {
  readonly person: TabletPerson
  readonly line: TcpFront
  readonly page: Page
  readonly passphrase: Mark
  /** The next mark; each is typed once. */
  readonly next: () => Mark
}

/** Plays a day with marked words; then looks for them. `count`: how many must have been typed. */
export async function canaries(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, say } = given
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const marks: Mark[] = []
  const next = (): Mark => {
    const mark = makeMark(marks.length)
    marks.push(mark)
    return mark
  }
  const line = await openTcpFront(server.port, { isKept: true })
  const person = createTabletPerson('agent', { origin: line.origin, folder })
  const addresses: string[] = []
  let reviewers: Mark
  try {
    const passphrase = next()
    const page = await setUp(person, given, passphrase)
    page.context().on('request', (request) => addresses.push(request.url()))
    reviewers = await playDay(given, { person, line, page, passphrase, next })
    await person.shutDown()
  } finally {
    await person.shutDown().catch(() => undefined)
    await line.close()
  }
  const find = createFinder(marks)
  const control = findControl(folder, marks, find)
  const profile = findInFolder(join(folder, 'agent'), find)
  const logs = logFolders(system.dataDir).map((path) => findInFolder(path, find))
  const urls = find(Buffer.from(addresses.join('\n')), 'an address that was asked for')
  const passed = line.passedUp()
  const onLine = find(passed, 'what passed on the line')
  if (!onLine.some(({ mark }) => mark === reviewers)) control.push('what passed on the line was not read')
  const files = [profile, ...logs].reduce((total, one) => total + one.files, 0)
  say(`  ${profile.files} files of the profile, ${files - profile.files} logs, ${addresses.length} addresses`)
  const found = [
    ...profile.found,
    ...logs.flatMap((one) => one.found),
    ...urls,
    ...onLine.filter(({ mark }) => mark !== reviewers),
  ]
  return {
    counts: `${marks.length} marks in ${FORMS.length} forms, ${files} files, ${addresses.length} addresses and ${Math.round(passed.length / 1000)} kB of the line searched`,
    faults: [
      ...control,
      ...(marks.length < count ? [`only ${marks.length} marks were typed, ${count} are wanted`] : []),
      ...(addresses.length === 0 ? ['no address was seen'] : []),
      ...found.map(({ mark, form, where }) => `“${mark}” stands as ${form} in ${where}`),
    ],
  }
}

/** By turns Latin and Chinese, of characters that no dictionary puts together. */
function makeMark(nth: number): Mark {
  if (nth % 2 === 0) return `${MARK_HEAD}${randomBytes(6).toString('hex')}`
  return Array.from({ length: 8 }, () => String.fromCharCode(0x4e00 + (randomBytes(2).readUInt16LE() % 0x5000))).join(
    '',
  )
}

/** Files that hold one mark in each form: a search that misses one of them says nothing about the others. */
function findControl(folder: string, marks: readonly Mark[], find: ReturnType<typeof createFinder>): string[] {
  const place = join(folder, 'control')
  mkdirSync(place)
  const needles = marks.slice(0, 2).flatMap(needlesOf)
  needles.forEach(({ bytes }, nth) => writeFileSync(join(place, `${nth}.bin`), bytes))
  const found = findInFolder(place, find).found
  const isFound = (wanted: (typeof needles)[number], nth: number): boolean =>
    found.some(({ mark, where }: Found) => mark === wanted.mark && where.endsWith(`${nth}.bin`))
  return needles.flatMap((needle, nth) => (isFound(needle, nth) ? [] : [`the search misses a mark as ${needle.form}`]))
}

/** Of all processes; the database's own, where it writes one. */
const logFolders = (dataDir: string): string[] =>
  [join(dataDir, 'logs'), join(dataDir, 'postgres', 'log')].filter((path) => existsSync(path))

/** Answers the words that a reviewer wrote: a desk's go as they are, under the line's own protection alone. */
async function playDay(given: LaneGiven, field: Field): Promise<Mark> {
  const { line, page, passphrase, next } = field
  await line.goDown()
  await agentHome(page).search(next())
  await takeIn(field, '快递送达')
  await lock(page)
  await unlock(page, next())
  await expect(page.getByRole('main')).toContainText('口令不对')
  await unlockWhole(page, passphrase)
  await line.comeUp()
  await takeIn(field, '到本站领取')
  await waitUntilSent(page)
  const reviewers = await askForCorrection(given, field)
  await answerCorrection(field)
  await waitUntilSent(page)
  await leaveDraft(field)
  await page.reload()
  await unlockWhole(page, passphrase)
  await agentHome(page).goHome()
  await agentHome(page).search(next())
  await discardDraft(field)
  return reviewers
}

/** From the search to the receipt, with a mark wherever there is room for words. */
async function takeIn({ page, next }: Field, mode: '快递送达' | '到本站领取'): Promise<void> {
  const intake = intakePage(page)
  await fillSteps({ page, next })
  await intake.goTo('送达与签名')
  await chooseDelivery(page, mode)
  await fillWords(intake.main, next)
  await intake.sign()
  await intake.toCheck()
  await intake.handIn('坚持提交')
  await intake.insist()
  await expect(page.getByRole('heading', { name: '收件凭证', level: 1 })).toBeVisible()
}

async function fillSteps({ page, next }: Pick<Field, 'page' | 'next'>): Promise<void> {
  const intake = intakePage(page)
  await begin(page, { search: 'spjyxk', title: ITEM })
  await asWindow(page)
  await intake.goTo('申请人')
  await fillApplicant(page)
  await fillWords(intake.main, next)
  await intake.goTo('表格')
  await fillWords(intake.main, next)
  await intake.goTo('材料')
  await addMarkedPage(page, FORM_PAPER, next)
  await expect(intake.saved).toBeVisible()
}

/** The mark is the name of the file, too. */
async function addMarkedPage(page: Page, paper: string, next: () => Mark): Promise<void> {
  const { material, pagesOf } = intakePage(page)
  const before = await pagesOf(paper).count()
  const file = { name: `${next()}.pdf`, mimeType: 'application/pdf', buffer: makePdf(next()).bytes }
  await material(paper).getByLabel('选择文件').setInputFiles([file])
  await expect(pagesOf(paper)).toHaveCount(before + 1)
}

/** Every box for words on the screen. */
async function fillWords(main: Locator, next: () => Mark, skip = RULED): Promise<void> {
  for (const box of await main.locator('input[inputmode=text], textarea').all()) {
    const label = await box.evaluate((element: HTMLInputElement) => element.labels?.[0]?.textContent ?? '')
    if (!skip.test(label)) await box.fill(next())
  }
}

async function askForCorrection({ system }: LaneGiven, { line, next }: Field): Promise<Mark> {
  const words = next()
  const browser = await startSharedBrowser()
  try {
    const page = (await openDesk(browser, 'reviewer')).page()
    await page.goto(`${line.origin}/staff/`)
    await signIn(page, signInOf(system, 'reviewer-market'))
    await inboxPage(page).row(ITEM).click()
    const review = reviewPage(page)
    await review.act('补正').click()
    await review.point(LAYOUT_PAPER)
    await review.writePoint(LAYOUT_PAPER, words)
    await review.sendCorrection(1)
    return words
  } finally {
    await browser.close()
  }
}

/** With no network. */
async function answerCorrection({ line, page, next }: Field): Promise<void> {
  const home = agentHome(page)
  const intake = intakePage(page)
  await home.goHome()
  await lineWith(home.toDo, ITEM).click()
  await line.goDown()
  await button(intake.main, '开始补正').click()
  await intake.goTo('表格')
  await fillWords(intake.main, next)
  await intake.goTo('材料')
  await addMarkedPage(page, LAYOUT_PAPER, next)
  await intake.goTo('送达与签名')
  await intake.sign()
  await intake.toCheck()
  await intake.handIn('坚持提交')
  await intake.insist()
  await expect(agentHome(page).pill).toHaveAccessibleName(/^离线 · 1 件/)
  await line.comeUp()
}

/** Unfinished, with other people in it, and with words where numbers belong. */
async function leaveDraft({ page, next }: Field): Promise<void> {
  const { main, goTo, saved } = intakePage(page)
  await fillSteps({ page, next })
  await goTo('申请人')
  await button(main, '加一个人').click()
  await fillWords(main, next, NOTHING)
  await expect(saved).toBeVisible()
}

async function discardDraft({ page, next }: Field): Promise<void> {
  await fillSteps({ page, next })
  await button(intakePage(page).main, '删除这份申请').click()
  await button(page.getByRole('dialog'), '删除').click()
  await agentHome(page).isOpen()
}
