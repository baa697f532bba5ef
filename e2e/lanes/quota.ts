// A tablet that the browser gives no more room: the words say so, what was typed stays, and with more room all is saved.
import type { CDPSession, Page } from '@playwright/test'
import { expect } from '../house/expect'
import { createTabletPerson, type TabletPerson } from '../house/people'
import { button, textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { checkOutside } from './check'
import type { LaneGiven, LaneReport } from './lane'
import {
  agentPath,
  beginCase,
  prepareHandIn,
  pressHandIn,
  readLines,
  setUp,
  unlockWhole,
  waitUntilSent,
} from './laneTablet'
import { makePdf } from './samplePdf'

const PAPER = '食品经营许可申请书'
const FULL = '没有保存上：平板的存储空间满了'

type Field = { readonly person: TabletPerson; readonly origin: string }
/** A page whose browser has no room, until it is given some. */
type Short = { readonly page: Page; readonly giveRoom: () => Promise<void> }

/** `count`: how many applications run out of room, each while it is written and while it is handed in. */
export async function quota(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, say } = given
  const person = createTabletPerson('agent', { origin: system.origin, folder })
  const field = { person, origin: system.origin }
  const pages: string[] = []
  try {
    await setUp(person, given)
    for (let nth = 1; nth <= count; nth += 1) {
      const caseId = await beginCase(person.page())
      pages.push(await captureWithoutRoom(field, { caseId, typed: `写到一半，平板满了 ${nth}` }))
      await handInWithoutRoom(field, caseId)
      say(`  ${nth} of ${count}`)
    }
    const page = person.page()
    await waitUntilSent(page)
    const lines = await readLines(page)
    const { faults, scans } = await checkOutside({
      lines,
      databaseUrl: system.database.ownerUrl,
      dataDir: system.dataDir,
    })
    const missing = pages.filter((id) => !lines.some((line) => line.scans.includes(id)))
    return {
      counts: `${count} applications without room twice each, ${lines.length} handed in, ${scans} scans`,
      faults: [
        ...faults,
        ...missing.map((id) => `page ${id} was not handed in`),
        ...(lines.length === count ? [] : [`${count} receipts, ${lines.length} cases on the tablet`]),
      ],
    }
  } finally {
    await person.shutDown()
  }
}

/** Types and adds a page with no room for either. Answers the page's id. */
async function captureWithoutRoom(field: Field, { caseId, typed }: { caseId: string; typed: string }): Promise<string> {
  const { page, giveRoom } = await startShort(field, caseId)
  const intake = intakePage(page)
  const pdf = makePdf('a page', { weightBytes: 300_000 })
  await textBox(intake.party('申请人'), '住址').fill(typed)
  await expect(intake.main).toContainText(FULL)
  await intake.goTo('材料')
  const file = { name: pdf.name, mimeType: 'application/pdf', buffer: pdf.bytes }
  await intake.material(PAPER).getByLabel('选择文件').setInputFiles([file])
  await expect(intake.pagesOf(PAPER)).toHaveCount(1)
  await expect(intake.main).toContainText(FULL)
  await expect(intake.saved).toBeHidden()
  await giveRoom()
  await button(intake.main, '现在再存一次').click()
  await expect(intake.saved).toBeVisible()
  await page.reload()
  await unlockWhole(page)
  await intake.goTo('材料')
  await expect(intake.pagesOf(PAPER)).toHaveCount(1)
  await intake.goTo('申请人')
  await expect(textBox(intake.party('申请人'), '住址')).toHaveValue(typed)
  return pdf.sha256
}

async function handInWithoutRoom(field: Field, caseId: string): Promise<void> {
  await prepareHandIn(field.person.page())
  await expect(intakePage(field.person.page()).saved).toBeVisible()
  const { page, giveRoom } = await startShort(field, caseId)
  const { main } = intakePage(page)
  await pressHandIn(page)
  await expect(main.getByRole('alert').filter({ hasText: '没有提交上' })).toContainText(/腾出空间|还有内容没有保存上/)
  await giveRoom()
  await expect(async () => {
    if (await button(main, '现在再存一次').isVisible()) await button(main, '现在再存一次').click()
    await pressHandIn(page)
    await expect(main.getByRole('heading', { name: '收件凭证', level: 1 })).toBeVisible()
  }).toPass({ timeout: 20_000 })
}

/** From a cold start: for half a minute the browser trusts what it knew of the room. */
async function startShort({ person, origin }: Field, caseId: string): Promise<Short> {
  const { usage = 0 } = await person.page().evaluate(() => navigator.storage.estimate())
  await person.shutDown()
  const held: { session?: CDPSession } = {}
  const page = await person.startCold(agentPath(caseId), async (tab) => {
    held.session = await tab.context().newCDPSession(tab)
    await held.session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage })
  })
  await unlockWhole(page)
  await expect(intakePage(page).main.getByRole('navigation', { name: '收件步骤' })).toBeVisible()
  // The quota is the tablet's own again as soon as nobody holds it down.
  return { page, giveRoom: async () => held.session?.detach() }
}
