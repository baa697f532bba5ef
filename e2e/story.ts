// The whole product, played once through by people in real browsers against real processes.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { askForCorrections } from './flows/askForCorrections'
import { comeOnline } from './flows/comeOnline'
import { decide } from './flows/decide'
import { deliver } from './flows/deliver'
import { firstSignIn } from './flows/firstSignIn'
import { openRestaurant } from './flows/openRestaurant'
import { refusals } from './flows/refusals'
import { takeInOffline } from './flows/takeInOffline'
import { trackByPhone } from './flows/trackByPhone'
import { openHouse, type House } from './house/openHouse'
import { createTabletPerson, openDesk, openPhone, startSharedBrowser } from './house/people'
import { ARTIFACTS, openStage, type Stage } from './house/stage'
import type { World } from './house/world'

const stage = openStage()
const startMs = performance.now()
const failed = await play(stage).then(
  () => 0,
  (error: unknown) => {
    // A step has told already what it saw; anything else has not been told yet.
    if (stage.failed() === 0) console.error(error)
    return 1
  },
)
const passed = stage.passed()
report({ passed, failed })
console.log(`story: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

async function play(on: Stage): Promise<void> {
  const clockOffsetMs = Number(process.env.ONETRIP_CLOCK_OFFSET_MS ?? 0)
  const house = await openHouse({ clockOffsetMs, say: (line) => console.log(line) })
  const interrupted = new Promise<never>((_resolve, reject) => {
    process.once('SIGINT', () => reject(new Error('interrupted')))
  })
  try {
    const world = await openWorld(house, on)
    await Promise.race([playAll(world), interrupted])
  } catch (error) {
    cpSync(join(house.system.dataDir, 'logs'), join(ARTIFACTS, 'logs'), { recursive: true })
    console.log(`    logs of all processes: ${join(ARTIFACTS, 'logs')}`)
    throw error
  } finally {
    await house.close()
  }
}

async function playAll(world: World): Promise<void> {
  await firstSignIn(world)
  const receipt = await takeInOffline(world)
  await comeOnline(world)
  await askForCorrections(world)
  await decide(world)
  const waybill = await deliver(world)
  await trackByPhone(world, { receipt, waybill })
  await openRestaurant(world)
  await refusals(world)
  await world.agent.shutDown()
  await world.browser.close()
}

async function openWorld(house: House, on: Stage): Promise<World> {
  const browser = await startSharedBrowser()
  const agent = createTabletPerson('agent', { origin: house.tabletLine.origin, folder: house.folder })
  return {
    house,
    stage: on,
    agent,
    browser,
    marketReviewer: await openDesk(browser, 'reviewer'),
    fireReviewer: await openDesk(browser, 'fire reviewer'),
    dispatcher: await openDesk(browser, 'dispatcher'),
    resident: await openPhone(browser, 'resident'),
  }
}

/** What the boot script counts. */
function report(counts: { readonly passed: number; readonly failed: number }): void {
  const path = process.env.ONETRIP_TEST_REPORT
  if (!path) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(counts))
}
