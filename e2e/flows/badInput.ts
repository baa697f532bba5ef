import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import type { Person, TabletPerson } from '../house/people'
import type { World } from '../house/world'
import { unlock } from '../pages/agentDoor'
import { agentHome } from '../pages/agentHome'
import { textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { operationRows } from './badInputOperations'
import { typedRows } from './badInputTyped'
import { troubleRows } from './badInputTroubles'
import { NEXT_CASE } from './badInputRow'
import { AGENT_PATH, PASSPHRASE } from './firstSignIn'
import { asWindow, begin, fillApplicant, handInWithGaps } from './intakeParts'
import { APPLICANT } from './people'
import { ITEM } from './takeInOffline'

/** Whatever goes wrong: the right sentence, nothing lost of what was typed, and the next case goes up as ever. */
export async function badInput(world: World): Promise<void> {
  const { stage, agent } = world
  const given = {
    world,
    // A row may start the browser anew.
    get page() {
      return agent.page()
    },
    openDraft: await beginDraft(agent),
  }
  for (const row of [...typedRows, ...operationRows, ...troubleRows]) {
    const title = `bad input, ${row.title}: reads why; the draft is whole, the next case syncs`
    await stage.step(
      bearing(agent, row.complaint),
      title,
      async () => {
        await given.openDraft()
        await row.act(given)
        await expect(given.page.getByRole('main')).toContainText(row.sentence)
      },
      async () => {
        await row.undo?.(given)
        await given.openDraft()
        await assertDraftWhole(given.page)
        await handInWithGaps(given.page, NEXT_CASE)
        await expect(agentHome(given.page).pill).toHaveAccessibleName(/^已同步/)
      },
    )
  }
}

/** The same person, whose browser may complain of this. */
const bearing = (person: Person, complaint: RegExp | undefined): Person =>
  complaint ? { ...person, complaints: () => person.complaints().filter((one) => !complaint.test(one)) } : person

/** Answers how to come back to it: by its address, as after a restart. */
async function beginDraft(agent: TabletPerson): Promise<() => Promise<void>> {
  const page = agent.page()
  const intake = intakePage(page)
  await begin(page, { search: 'spjyxk', title: ITEM })
  await asWindow(page)
  await intake.goTo('申请人')
  await fillApplicant(page)
  await intake.goTo('表格')
  await textBox(intake.main, '经营场所地址').fill(APPLICANT.premises)
  await expect(intake.saved).toBeVisible()
  const address = page.url() + AGENT_PATH.slice(AGENT_PATH.indexOf('?'))
  return async () => {
    await agent.page().goto(address)
    await unlock(agent.page(), PASSPHRASE)
    await expect(intakePage(agent.page()).title).toHaveText(ITEM)
  }
}

async function assertDraftWhole(page: Page): Promise<void> {
  const intake = intakePage(page)
  await intake.goTo('申请人')
  await expect(textBox(intake.party('申请人'), '姓名')).toHaveValue(APPLICANT.name)
  await expect(textBox(intake.party('申请人'), '手机号')).toHaveValue(APPLICANT.mobile)
  await intake.goTo('表格')
  await expect(textBox(intake.main, '经营场所地址')).toHaveValue(APPLICANT.premises)
}
