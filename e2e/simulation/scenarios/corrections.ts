import { answerCorrection, takeIn } from '../agentActs'
import { decide } from '../deskActs'
import { bringMissing } from '../missingActs'
import { giveUp, mendCorrection } from '../settleActs'
import type { SimTablet } from '../tablet'
import type { World } from '../world'
import { aWantedCorrection, aWholeCase, insist, settleDown, tabletOf, type Scenario } from './scenario'

/** Both tablets answer from what they know; the first one's answer is taken, the second one's is parked. */
async function aConflict(world: World): Promise<void> {
  await aWantedCorrection(world)
  await insist(() => answerCorrection(world, tabletOf(world, 1), 'server'))
  await insist(() => answerCorrection(world, tabletOf(world, 0), 'server'))
  await settleDown(world, tabletOf(world, 0))
}

/** The answer was given from an old picture of the case, and is parked while the department still waits for one. */
async function anOldAnswer(world: World): Promise<void> {
  await aWantedCorrection(world)
  await insist(() => answerCorrection(world, tabletOf(world, 0), 'first'))
  await settleDown(world, tabletOf(world, 0))
}

/** A page of the first tablet's was exchanged on the second; then the case is whole, and a department asks. */
async function anExchangeElsewhere(world: World): Promise<void> {
  const [first, second] = [tabletOf(world, 0), tabletOf(world, 1)]
  await settleDown(world, first)
  await insist(() => takeIn(world, first, 1))
  await first.sync()
  await settleDown(world, second)
  await insist(() => bringMissing(world, second))
  for (const tablet of [second, first]) await settleDown(world, tablet)
  await decide(world, 'task.require-correction')
  for (const tablet of [first, second]) await settleDown(world, tablet)
}

const firstParked = async (tablet: SimTablet) => {
  const parked = (await tablet.eye.entries()).find(({ state }) => state.kind === 'parked')
  if (!parked) throw new Error('nothing is parked')
  return parked
}

/** What a department asks and a station answers, and what becomes of answers that are not taken. */
export const CORRECTIONS: readonly Scenario[] = [
  {
    name: 'a department asks for a correction, and asks again when it hears no answer',
    agents: 1,
    prepare: aWholeCase,
    act: async (world) => {
      await decide(world, 'task.require-correction')
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'a correction is answered where the case was taken in',
    agents: 1,
    prepare: aWantedCorrection,
    act: async (world) => {
      await insist(() => answerCorrection(world, tabletOf(world, 0), 'server'))
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'a correction is answered on another tablet of the station',
    agents: 2,
    prepare: aWantedCorrection,
    act: async (world) => {
      await insist(() => answerCorrection(world, tabletOf(world, 1), 'server'))
      await settleDown(world, tabletOf(world, 1))
    },
  },
  {
    name: 'a conflict: another tablet was faster, and the answer is parked',
    agents: 2,
    prepare: aConflict,
    act: async (world) => {
      await tabletOf(world, 1).sync()
    },
  },
  {
    name: 'what the server would not have is given up',
    agents: 2,
    prepare: async (world) => {
      await aConflict(world)
      await settleDown(world, tabletOf(world, 1))
    },
    act: async (world) => {
      const parked = await firstParked(tabletOf(world, 1))
      await insist(() => giveUp(world, tabletOf(world, 1), parked))
      await settleDown(world, tabletOf(world, 1))
    },
  },
  {
    name: 'a page was exchanged on another tablet: the first one answers from its copy, is told so, and mends it',
    agents: 2,
    prepare: anExchangeElsewhere,
    act: async (world) => {
      const first = tabletOf(world, 0)
      await insist(() => answerCorrection(world, first, 'own'))
      await settleDown(world, first)
      const parked = await firstParked(first)
      await insist(async () => (await mendCorrection(world, first, parked)) ?? 'there is nothing to mend')
      await settleDown(world, first)
    },
  },
  {
    name: 'refused, then mended: another answer takes its place, with the same page',
    agents: 1,
    prepare: anOldAnswer,
    act: async (world) => {
      const parked = await firstParked(tabletOf(world, 0))
      await insist(async () => (await mendCorrection(world, tabletOf(world, 0), parked)) ?? 'there is nothing to mend')
      await settleDown(world, tabletOf(world, 0))
    },
  },
]
