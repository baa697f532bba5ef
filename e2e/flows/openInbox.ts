import { expect } from '../house/expect'
import type { World } from '../house/world'
import { signIn } from '../pages/agentDoor'
import { inboxPage } from '../pages/desk'

/** The reviewer's morning: signed in, and the inbox stays open for the rest of the story. */
export async function openInbox({ stage, house, marketReviewer }: World): Promise<void> {
  const page = marketReviewer.page()
  const { inbox, isOpen } = inboxPage(page)
  await stage.step(marketReviewer, 'signs in and has an empty inbox open', async () => {
    await page.goto(`${house.deskLine.origin}/staff/`)
    await signIn(page, house.signInOf('reviewer-market'))
    await isOpen()
    await expect(inbox).toContainText('没有待办的办件')
  })
}
