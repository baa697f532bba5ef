import { expect } from '../house/expect'
import { courierControl } from '../house/courier'
import type { World } from '../house/world'
import { signIn } from '../pages/agentDoor'
import { agentHome, lineWith } from '../pages/agentHome'
import { dispatchesPage, inboxPage } from '../pages/desk'
import { APPLICANT } from './people'
import { ITEM } from './takeInOffline'

/** From the issued licence to the resident's door, by a courier's own system. Answers the waybill. */
export async function deliver({ stage, house, agent, marketReviewer, dispatcher }: World): Promise<string> {
  const courier = courierControl(house.system.sf)
  const page = dispatcher.page()
  const dispatches = dispatchesPage(page)
  const waybill = await stage.step(dispatcher, 'sees the dispatch booked at SF, with its waybill', async () => {
    await expect.poll(() => courier.orders(), { timeout: 30_000 }).toHaveLength(1)
    const [order] = await courier.orders()
    const number = order?.waybillNo ?? ''
    await page.goto(`${house.deskLine.origin}/staff/`)
    await signIn(page, house.signInOf('dispatcher'))
    await dispatches.isOpen()
    await expect(dispatches.rows).toHaveCount(1)
    await expect(dispatches.rows).toContainText(number)
    await dispatches.rows.click()
    await expect(dispatches.detail).toContainText(APPLICANT.mobile)
    return number
  })
  await stage.step(dispatcher, 'follows the parcel, scan by scan, until it is signed for', async () => {
    for (const status of ['已揽收', '运输中', '派送中', '已签收']) {
      await courier.advance()
      await expect(async () => {
        await page.reload()
        await expect(dispatches.rows).toContainText(status, { timeout: 1_000 })
      }).toPass({ timeout: 30_000 })
    }
    await dispatches.rows.click()
    await expect(dispatches.detail.getByRole('list', { name: '快递轨迹' }).getByRole('listitem')).toHaveCount(4)
  })
  const inbox = inboxPage(marketReviewer.page())
  await stage.step(
    marketReviewer,
    'finds the case among the closed ones',
    async () => {
      await inbox.showClosed()
      await expect(inbox.row(ITEM)).toContainText('已办结')
    },
    () => inbox.showOpen(),
  )
  await stage.step(agent, 'sees on the tablet that it is closed', async () => {
    const home = agentHome(agent.page())
    await home.goHome()
    await expect(lineWith(home.recent, ITEM)).toContainText('已办结')
  })
  return waybill
}
