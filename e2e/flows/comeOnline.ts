import type { Page, Route } from '@playwright/test'
import { expect } from '../house/expect'
import { readWaiting } from '../house/tabletStore'
import type { World } from '../house/world'
import { agentHome, agentQueue } from '../pages/agentHome'
import { inboxPage } from '../pages/desk'

const CUT_AT = 137_000
/** What may pass upwards for each byte of what was to be sent. */
const WASTE_LIMIT = 1.1
const NEWS_LIMIT_MS = 2_000

/** The network comes back, breaks inside a scan, and comes back again; the reviewer has the inbox open all the while. */
export async function comeOnline({ stage, house, agent, marketReviewer }: World): Promise<void> {
  const page = agent.page()
  const { bytes: payload } = await readWaiting(page)
  const before = house.tabletLine.traffic().upBytes
  const cut = house.tabletLine.cutScanAt(CUT_AT)
  await stage.step(marketReviewer, 'sees the case within 2 s of its words, told by SSE alone', async () => {
    const arrived = page.waitForResponse((response) => response.url().includes('sync.push') && response.ok())
    const [arrivedMs, shownMs] = await Promise.all([
      arrived.then(() => performance.now()),
      inboxPage(marketReviewer.page())
        .row('食品经营许可')
        .waitFor()
        .then(() => performance.now()),
      house.tabletLine.comeUp().then(() => agentQueue(page).syncNow()),
    ])
    expect(shownMs - arrivedMs).toBeLessThan(NEWS_LIMIT_MS)
  })
  const lost = await stage.step(
    agent,
    'loses the network at 137 kB of a scan, and sees what is still here',
    async () => {
      const piece = await cut
      await expect(agentHome(page).pill).toHaveAccessibleName(/^离线/)
      // All go side by side: whether the smallest was answered before the line broke, the tablet's own store says.
      const { scans } = await readWaiting(page)
      expect(scans).toBeGreaterThanOrEqual(4)
      await expect(agentHome(page).pill).toHaveAccessibleName(new RegExp(`^离线 · 1 件 ${scans} 张待传`))
      await expect(agentQueue(page).cases).toContainText('可能已传一部分，连上后核对')
      return piece
    },
  )
  const held = holdPieceFrom(page, CUT_AT)
  await stage.step(
    agent,
    'has the network again: the scan goes on at that byte',
    async () => {
      await house.tabletLine.comeUp()
      await agentQueue(page).syncNow()
      await held
      await expect(agentHome(page).pill).toHaveAccessibleName(/^上传中/)
      await expect(agentQueue(page).cases).toContainText('134 KB / ')
    },
    async () => {
      await (await held).continue()
      await page.unroute(isAppend)
      await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
      const pieces = house.tabletLine.pieces().filter(({ uploadId }) => uploadId === lost.uploadId)
      expect(pieces[pieces.indexOf(lost) + 1]).toEqual({ ...lost, offset: CUT_AT })
      expect(await readWaiting(page)).toEqual({ operations: 0, scans: 0, bytes: 0 })
    },
  )
  await stage.step(agent, 'has sent hardly a byte more than there was to send', async () => {
    const sent = house.tabletLine.traffic().upBytes - before
    console.log(`           ${sent} bytes up on the socket for ${payload} (× ${(sent / payload).toFixed(3)})`)
    expect(sent).toBeGreaterThanOrEqual(payload)
    expect(sent / payload).toBeLessThanOrEqual(WASTE_LIMIT)
    await agentQueue(page).isEmpty()
  })
}

const isAppend = (url: URL): boolean => url.pathname.endsWith('/sync.append')

/** Keeps the piece that begins at `offset` in the browser until its route goes on: the time to look at it under way. */
const holdPieceFrom = (page: Page, offset: number): Promise<Route> =>
  new Promise((hold, reject) => {
    const pass = (route: Route): unknown =>
      route.request().headers()['x-offset'] === String(offset) ? hold(route) : route.continue()
    page.route(isAppend, pass).catch(reject)
  })
