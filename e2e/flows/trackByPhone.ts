import { expect } from '../house/expect'
import type { World } from '../house/world'
import type { Receipt } from '../pages/intake'
import { trackPage } from '../pages/track'
import { APPLICANT } from './people'

const NOT_FOUND = '查询码和核对的内容对不上。请对照收件凭证检查，或者到收件的社区询问。'

/** A resident with a phone, a code and one more fact; neither alone opens anything. */
export async function trackByPhone(
  { stage, house, resident }: World,
  found: { readonly receipt: Receipt; readonly waybill: string },
): Promise<void> {
  const page = resident.page()
  const track = trackPage(page)
  const { queryCode } = found.receipt
  await stage.step(resident, 'has the code right and the fact wrong: not found', async () => {
    await page.goto(`${house.deskLine.origin}/`)
    await track.lookUp({ queryCode, phoneTail: '9999' })
    await expect(track.alert).toContainText(NOT_FOUND)
  })
  await stage.step(resident, 'has the code wrong and the fact right: the same sentence', async () => {
    await track.lookUp({ queryCode: '0123-4567-89AB', phoneTail: APPLICANT.phoneTail })
    await expect(track.alert).toContainText(NOT_FOUND)
  })
  await stage.step(
    resident,
    'has both right: the way of the case in plain words, and the courier’s trace',
    async () => {
      await track.lookUp({ queryCode, phoneTail: APPLICANT.phoneTail })
      await track.found()
      await expect(track.main).toContainText('已经全部办完。')
      await expect(track.steps.filter({ hasText: '告知需要补材料' })).toHaveCount(1)
      await expect(track.steps.filter({ hasText: '结果已送到' })).toHaveCount(1)
      await expect(track.parcel).toContainText(found.waybill)
      await expect(track.parcel.getByRole('listitem').filter({ hasText: '已签收' })).toHaveCount(1)
      await expect(track.main).not.toContainText(APPLICANT.name)
    },
  )
  await stage.step(
    resident,
    'scans the receipt instead: the code is filled in, and in no address that is sent',
    async () => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.goto('about:blank')
      await page.goto(`${house.deskLine.origin}/#code=${queryCode.replaceAll(/[^0-9A-Z]/g, '')}`)
      await expect(track.main.getByRole('textbox', { name: '查询码' })).toHaveValue(queryCode)
      expect(asked.filter((url) => url.includes(queryCode.slice(0, 4)))).toEqual([])
    },
  )
}
