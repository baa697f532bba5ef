import type { House } from './openHouse'
import { createTabletPerson, openDesk, openPhone, startSharedBrowser, type Person, type TabletPerson } from './people'
import type { Stage } from './stage'

/** What every flow is given: the house, the stage, and who plays. */
export type World = {
  readonly house: House
  readonly stage: Stage
  readonly agent: TabletPerson
  readonly marketReviewer: Person
  readonly fireReviewer: Person
  readonly dispatcher: Person
  readonly admin: Person
  readonly otherAdmin: Person
  readonly resident: Person
  /** Closes all browsers. */
  readonly close: () => Promise<void>
}

/** Gives everybody a browser; the agent starts their own. */
export async function openWorld(house: House, stage: Stage): Promise<World> {
  const browser = await startSharedBrowser()
  const agent = createTabletPerson('agent', { origin: house.tabletLine.origin, folder: house.folder })
  return {
    house,
    stage,
    agent,
    marketReviewer: await openDesk(browser, 'reviewer'),
    fireReviewer: await openDesk(browser, 'fire reviewer'),
    dispatcher: await openDesk(browser, 'dispatcher'),
    admin: await openDesk(browser, 'admin'),
    otherAdmin: await openDesk(browser, 'other admin'),
    resident: await openPhone(browser, 'resident'),
    close: async () => {
      await agent.shutDown()
      await browser.close()
    },
  }
}
