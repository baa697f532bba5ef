import type { Browser } from '@playwright/test'
import type { House } from './openHouse'
import type { Person, TabletPerson } from './people'
import type { Stage } from './stage'

/** What every flow is given: the house, the stage, and who plays. */
export type World = {
  readonly house: House
  readonly stage: Stage
  readonly agent: TabletPerson
  readonly marketReviewer: Person
  readonly fireReviewer: Person
  readonly dispatcher: Person
  readonly resident: Person
  readonly browser: Browser
}
