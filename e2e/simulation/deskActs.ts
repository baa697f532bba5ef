import { isDeepStrictEqual } from 'node:util'
import { CorrectionId, departmentFeed, DepartmentId, OpId, PostId, uuidv7 } from '@onetrip/shared/lib/ids'
import { dateIn, instantFromMs } from '@onetrip/shared/lib/time'
import { Operation } from '@onetrip/shared/wire/operation'
import type { DepartmentTaskRow, TaskSummary } from '@onetrip/shared/wire/feedRow'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { inTransaction } from '@onetrip/server/db/transaction'
import { applyContextFor } from '@onetrip/server/domain/house'
import { applyOperations } from '@onetrip/server/domain/operations/applyOperations'
import { parseOperation } from '@onetrip/server/domain/operations/parseOperation'
import type { Actor } from '@onetrip/server/domain/actor'
import type { World } from './world'

/** A reviewer does the next thing to some task; now and then twice, as after a double click or a lost answer. */
export async function workAtDesk(world: World): Promise<string> {
  const reviewer = world.chance.pick(world.district.reviewers)
  const open = (await readInbox(world, reviewer)).filter(({ state }) => isOpen(state.status))
  if (open.length === 0) return 'desk is empty'
  const task = world.chance.pick(open)
  // Somebody who looked a while ago decides on what is no longer so.
  const isStale = world.chance.isLucky(0.1)
  const op = composeAct(world, reviewer, { task, act: chooseAct(world, task), isStale })
  const first = await apply(world, reviewer, op)
  if (first && world.plan.strikes('desk-repeats')) {
    const again = await apply(world, reviewer, op)
    if (again && !isDeepStrictEqual(first, again))
      world.broken.push(`R7 a repeat got another answer: ${JSON.stringify([first, again])}`)
  }
  return `desk ${op.kind} ${task.taskId}: ${first?.status ?? 'no answer'}`
}

type OpenTask = TaskSummary & { readonly caseId: string }

async function readInbox(world: World, reviewer: Actor): Promise<OpenTask[]> {
  const feedId = departmentFeed(DepartmentId.parse(reviewer.unitId))
  return inTransaction(world.store.pool, reviewer, async (tx) => {
    const rows = await tx.query<{ body: DepartmentTaskRow }>(
      'select body from feed_row where district_id = $1 and feed_id = $2 and body is not null order by entity_id',
      [reviewer.districtId, feedId],
    )
    return rows.flatMap(({ body }) => (body.task ? [{ ...body.task, caseId: body.caseId }] : []))
  })
}

/** Does exactly this to the first task that is open for it, again until it is answered: a reviewer sees no answer, and asks anew. */
export async function decide(world: World, kind: DeskAct['kind']): Promise<void> {
  const [reviewer] = world.district.reviewers
  if (!reviewer) throw new Error('a district has reviewers')
  const [task] = (await readInbox(world, reviewer)).filter(({ state }) => isOpen(state.status))
  if (!task) throw new Error(`nothing is open for ${kind}`)
  const op = composeAct(world, reviewer, { task, act: actOf(world, kind), isStale: false })
  for (let tries = 0; tries < MOST_TRIES; tries += 1) if (await apply(world, reviewer, op)) return
  throw new Error(`${kind} is never answered`)
}

const MOST_TRIES = 5
const isOpen = (status: string): boolean => ['received', 'accepted', 'approved'].includes(status)

type DeskAct = { readonly kind: Operation['kind']; readonly payload: object }
type Composing = { readonly task: OpenTask; readonly act: DeskAct; readonly isStale: boolean }

function composeAct(world: World, reviewer: Actor, { task, act, isStale }: Composing): Operation {
  const { kind, payload } = act
  return Operation.parse({
    opId: OpId.parse(uuidv7(world.nowMs(), world.chance.bytes)),
    districtId: reviewer.districtId,
    caseId: task.caseId,
    v: 1,
    authorPostId: PostId.parse(reviewer.postId),
    baseRevision: isStale ? task.revision - 1 : task.revision,
    deviceTime: instantFromMs(world.nowMs()),
    catalogueVersion: 1,
    kind,
    payload: { taskId: task.taskId, ...payload },
  })
}

function chooseAct(world: World, { state }: OpenTask): DeskAct {
  const luck = world.chance.next()
  if (state.status === 'approved') return actOf(world, 'task.issue')
  if (state.status === 'accepted') return actOf(world, luck < 0.7 ? 'task.approve' : 'task.deny')
  if (luck < 0.4) return actOf(world, 'task.require-correction')
  return actOf(world, luck < 0.9 ? 'task.accept' : 'task.refuse-acceptance')
}

function actOf(world: World, kind: DeskAct['kind']): DeskAct {
  switch (kind) {
    case 'task.issue': {
      const issuedOn = dateIn('Asia/Shanghai', instantFromMs(world.nowMs()))
      return { kind, payload: { document: { name: '食品经营许可证', number: 'JY1', issuedOn } } }
    }
    case 'task.deny':
      return { kind, payload: { reason: '不符合条件' } }
    case 'task.require-correction': {
      const correctionId = CorrectionId.parse(uuidv7(world.nowMs(), world.chance.bytes))
      const points = [{ at: { kind: 'material', materialCode: 'lease' }, words: '租赁合同缺页' }]
      return { kind, payload: { correctionId, points } }
    }
    case 'task.refuse-acceptance':
      return { kind, payload: { reason: '不属于本机关', whereToGo: '区民政局' } }
    default:
      return { kind, payload: {} }
  }
}

async function apply(world: World, reviewer: Actor, op: Operation): Promise<OperationOutcome | undefined> {
  const parsed = parseOperation(op)
  if (parsed.status === 'unreadable') throw new Error('the simulation made an unreadable operation')
  const house = world.server.house()
  const context = applyContextFor(house, reviewer)
  try {
    const [first] = await inTransaction(house.pool, reviewer, (tx) =>
      applyOperations(tx, [{ parsed, body: op, deviceId: null, deviceSeq: null, bodySha256: null }], context),
    )
    return first?.outcome
  } catch {
    return undefined
  }
}
