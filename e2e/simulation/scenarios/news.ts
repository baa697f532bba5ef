import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { handOver, takeIn } from '../agentActs'
import { decide } from '../deskActs'
import { backUp, restore } from '../houseActs'
import type { World } from '../world'
import { aWholeCase, insist, settleDown, tabletOf, type Scenario } from './scenario'

/** The house goes back to where it was before the first case came in. */
async function aRestoredHouse(world: World): Promise<void> {
  await settleDown(world, tabletOf(world, 0))
  const backup = await backUp(world)
  await aWholeCase(world)
  await restore(world, backup)
}

/** The line broke under the first piece of a scan: the server has these bytes of it, and the tablet began anew since. */
async function aBegunScan(world: World, arrivesOf: NonNullable<World['line']['arrivesOf']>): Promise<void> {
  const tablet = tabletOf(world, 0)
  await settleDown(world, tablet)
  await insist(() => takeIn(world, tablet, 1))
  const begun = { pieces: 0 }
  world.line.arrivesOf = (piece) => {
    begun.pieces += 1
    return arrivesOf(piece)
  }
  await tablet.sync()
  await tablet.sync()
  if (begun.pieces !== 1) throw new Error('no scan was begun')
  tablet.restart()
}

/** What a tablet hears, and what becomes of it when the server is not what it was. */
export const NEWS: readonly Scenario[] = [
  {
    name: 'a tablet reads its feeds for the first time',
    agents: 1,
    prepare: async () => undefined,
    act: (world) => settleDown(world, tabletOf(world, 0)),
  },
  {
    name: 'a tablet reads on where it stopped',
    agents: 2,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 1))
      await aWholeCase(world)
    },
    act: (world) => settleDown(world, tabletOf(world, 1)),
  },
  {
    name: 'a tablet whose rows cannot be opened any more reads the feed from the start',
    agents: 1,
    prepare: async (world) => {
      await aWholeCase(world)
      const { eye, agent } = tabletOf(world, 0)
      await eye.damageFeed(stationFeed(StationId.parse(agent.unitId)))
      await decide(world, 'task.accept')
    },
    act: (world) => settleDown(world, tabletOf(world, 0)),
  },
  {
    name: 'a restored server is offered anew all that it lacks',
    agents: 1,
    prepare: aRestoredHouse,
    act: async (world) => {
      await settleDown(world, tabletOf(world, 0))
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'a new application meets the new epoch first',
    agents: 1,
    prepare: async (world) => {
      await aRestoredHouse(world)
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
    },
    act: async (world) => {
      await tabletOf(world, 0).sync()
      await tabletOf(world, 0).sync()
    },
  },
  {
    name: 'rows that a restored server no longer has go from the screen of a tablet that only reads',
    agents: 2,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 1))
      await aRestoredHouse(world)
    },
    act: (world) => settleDown(world, tabletOf(world, 1)),
  },
  {
    name: 'a cut scan goes on at the byte that arrived',
    agents: 1,
    prepare: (world) => aBegunScan(world, (page) => page.slice(0, page.length >> 1)),
    act: (world) => settleDown(world, tabletOf(world, 0)),
  },
  {
    name: 'a scan of which other bytes arrived is thrown away and sent anew',
    agents: 1,
    prepare: (world) => aBegunScan(world, (page) => page.slice(0, page.length >> 1).map((byte) => byte ^ 1)),
    act: (world) => settleDown(world, tabletOf(world, 0)),
  },
  {
    name: 'a server that does not know the operation is upgraded',
    agents: 1,
    prepare: async (world) => {
      await aWholeCase(world)
      await decide(world, 'task.refuse-acceptance')
      await settleDown(world, tabletOf(world, 0))
      world.deployment.isServerOlder = true
    },
    act: async (world) => {
      await insist(() => handOver(world, tabletOf(world, 0)))
      await tabletOf(world, 0).sync()
      world.deployment.isServerOlder = false
      world.passTime(60_000)
      await tabletOf(world, 0).sync()
    },
  },
  {
    name: 'an app that cannot read a row is upgraded',
    agents: 2,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 1))
      await aWholeCase(world)
      world.deployment.isAppOlder = true
    },
    act: async (world) => {
      await settleDown(world, tabletOf(world, 1))
      world.deployment.isAppOlder = false
      tabletOf(world, 1).restart()
      await settleDown(world, tabletOf(world, 1))
    },
  },
]
