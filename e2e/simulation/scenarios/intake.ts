import { discardDraft, saveDraft } from '@onetrip/client/db/commands'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CaseId, uuidv7 } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { handOver, takeIn } from '../agentActs'
import { decide } from '../deskActs'
import { bringMissing } from '../missingActs'
import { takePage } from '../pages'
import { damagePage, replaceBlocked } from '../settleActs'
import type { SimTablet } from '../tablet'
import type { World } from '../world'
import { aWholeCase, insist, settleDown, tabletOf, type Scenario } from './scenario'

const nothing = async (): Promise<void> => undefined

/** What an agent does at the counter. */
export const INTAKE: readonly Scenario[] = [
  {
    name: 'an application is handed in, and its words go',
    agents: 1,
    prepare: (world) => settleDown(world, tabletOf(world, 0)),
    act: async (world) => {
      const tablet = tabletOf(world, 0)
      await insist(() => takeIn(world, tablet, 1))
      await tablet.sync()
    },
  },
  {
    name: 'an application is handed in on a tablet that has never heard of the server',
    agents: 1,
    prepare: nothing,
    act: async (world) => {
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'its scans go after its words',
    agents: 1,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 0))
      await insist(() => takeIn(world, tabletOf(world, 0), 2))
      await tabletOf(world, 0).sync()
    },
    act: (world) => settleDown(world, tabletOf(world, 0)),
  },
  {
    name: 'two applications go in one request',
    agents: 1,
    prepare: (world) => settleDown(world, tabletOf(world, 0)),
    act: async (world) => {
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
      await tabletOf(world, 0).sync()
    },
  },
  {
    name: 'a page is kept with a draft, and the draft is thrown away',
    agents: 1,
    prepare: nothing,
    act: async (world) => {
      const tablet = tabletOf(world, 0)
      const draft = emptyDraft(world, tablet)
      const page = takePage(world, draft.caseId)
      await insist(() => told(tablet.use((store) => saveDraft(store, draft, { added: [page], removed: [] }))))
      await insist(() => told(tablet.use((store) => discardDraft(store, draft.caseId))))
      if (await tablet.eye.findDraft(draft.caseId)) world.broken.push('R1 a draft that was thrown away is still there')
    },
  },
  {
    name: 'two tabs: one is sending while an application is saved in the other, which then leads',
    agents: 1,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 0))
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
    },
    act: async (world) => {
      const tablet = tabletOf(world, 0)
      const [, saved] = await Promise.all([tablet.sync(), takeIn(world, tablet, 1)])
      if (!saved.endsWith(': kept')) await insist(() => takeIn(world, tablet, 1))
      tablet.restart()
      await tablet.sync()
    },
  },
  {
    name: 'two agents on one tablet: what the first saved goes when the first is back',
    agents: 3,
    prepare: (world) => settleDown(world, tabletOf(world, 0)),
    act: async (world) => {
      const [first, second] = [tabletOf(world, 0), tabletOf(world, 2)]
      await insist(() => takeIn(world, first, 1))
      first.restart()
      await insist(() => takeIn(world, second, 1))
      await second.sync()
      second.restart()
      await first.sync()
    },
  },
  {
    name: 'a blocked page is taken again and named in place of the one that cannot come',
    agents: 1,
    prepare: async (world) => {
      const tablet = tabletOf(world, 0)
      await settleDown(world, tablet)
      await insist(() => takeIn(world, tablet, 1))
      await damagePage(world, tablet)
      await settleDown(world, tablet)
    },
    act: async (world) => {
      await insist(() => replaceBlocked(world, tabletOf(world, 0)))
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'a page that only another tablet has is taken anew on this one, and both arrive',
    agents: 2,
    prepare: async (world) => {
      await settleDown(world, tabletOf(world, 0))
      await insist(() => takeIn(world, tabletOf(world, 0), 1))
      await tabletOf(world, 0).sync()
      await settleDown(world, tabletOf(world, 1))
    },
    act: async (world) => {
      await insist(() => bringMissing(world, tabletOf(world, 1)))
      await settleDown(world, tabletOf(world, 1))
    },
  },
  {
    name: 'a result is handed over',
    agents: 1,
    prepare: async (world) => {
      await aWholeCase(world)
      for (const kind of ['task.accept', 'task.approve', 'task.issue'] as const) await decide(world, kind)
      await settleDown(world, tabletOf(world, 0))
    },
    act: async (world) => {
      await insist(() => handOver(world, tabletOf(world, 0)))
      await settleDown(world, tabletOf(world, 0))
    },
  },
  {
    name: 'a refusal is served',
    agents: 1,
    prepare: async (world) => {
      await aWholeCase(world)
      await decide(world, 'task.refuse-acceptance')
      await settleDown(world, tabletOf(world, 0))
    },
    act: async (world) => {
      await insist(() => handOver(world, tabletOf(world, 0)))
      await tabletOf(world, 0).sync()
    },
  },
]

const told = async (saving: Promise<unknown>): Promise<string> =>
  (await saving) instanceof Error ? 'not kept' : 'the draft: kept'

function emptyDraft(world: World, tablet: SimTablet): IntakeDraft {
  const caseId = CaseId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const startedAt = instantFromMs(tablet.nowMs())
  return { caseId, startedAt, step: 'materials', items: [], parties: [], fields: {}, materials: [] }
}
