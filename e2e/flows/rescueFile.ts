import { join } from 'node:path'
import { expect } from '../house/expect'
import type { World } from '../house/world'
import { agentHome, agentQueue } from '../pages/agentHome'
import { button } from '../pages/fields'
import { NEXT_CASE } from './badInputRow'
import { handInWithGaps } from './intakeParts'

/** A tablet that cannot send: its work goes to the desk in a file, and is there once. */
export async function rescueFile({ stage, house, agent, admin }: World): Promise<void> {
  const page = agent.page()
  const desk = admin.page()
  const home = agentHome(page)
  const path = join(house.folder, 'rescue.onetrip')
  await stage.step(agent, 'hands in with no network, and saves what was not sent to a file', async () => {
    await house.tabletLine.goDown()
    await handInWithGaps(page, NEXT_CASE)
    await home.pill.click()
    await agentQueue(page).toRescue()
    const downloading = page.waitForEvent('download')
    await button(page.getByRole('main'), '存成抢救包').click()
    await (await downloading).saveAs(path)
    await expect(page.getByRole('main')).toContainText('已存好：1 件操作、1 张扫描件')
  })
  await stage.step(admin, 'sends the file from the desk, and sees nothing of the case', async () => {
    await button(desk.getByRole('banner'), '抢救包').click()
    await desk.getByRole('main').locator('input[type=file]').setInputFiles(path)
    await expect(desk.getByRole('main')).toContainText('全部送达')
    await expect(desk.getByRole('main')).toContainText('1 件操作、1 张扫描件，服务器都已签收。')
  })
  await stage.step(admin, 'sends the same file again, by mistake', async () => {
    await desk.getByRole('main').locator('input[type=file]').setInputFiles(path)
    await expect(desk.getByRole('main')).toContainText('全部送达')
  })
  await stage.step(admin, 'picks another file, and reads that it is none', async () => {
    const file = { name: 'photo.onetrip', mimeType: 'application/octet-stream', buffer: Buffer.from('not one of ours') }
    await desk.getByRole('main').locator('input[type=file]').setInputFiles(file)
    await expect(desk.getByRole('alert')).toContainText('这个文件不是抢救包')
  })
  await stage.step(
    agent,
    'has the network again: the tablet learns that all is there, and the case stands once',
    async () => {
      await desk.goto(`${house.deskLine.origin}/staff/`)
      await house.tabletLine.comeUp()
      await page.goBack()
      await agentQueue(page).syncNow()
      await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    },
  )
}
