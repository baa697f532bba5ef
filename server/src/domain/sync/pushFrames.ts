import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Frame } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import type { OperationOutcome, PushAnswer } from '@onetrip/shared/wire/push'
import { findDatabaseRefusal } from '../../db/databaseRefusal'
import { findDevicesOf } from '../../db/devices'
import { getEpoch } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import type { DeviceRefusal } from '../access/registerDevice'
import type { Actor } from '../actor'
import { applyContextFor, type House } from '../house'
import type { Answered } from '../operations/answered'
import { applyOperations } from '../operations/applyOperations'
import { toWaves, type Submission } from '../operations/submission'
import { leaveTrace } from '../trace'
import { readFrame } from './readFrame'

/** `foreign-author`: another than the actor made some of it, so the session is not that of the tablet's own agent. */
export type PushRefusal = DeviceRefusal | 'foreign-author'

/**
 * Applies what a tablet sends, each operation once and each case in its own order; one that is refused holds up no
 * other. An operation that met a bug of ours gets no answer: the tablet keeps it, as after a lost answer. Of a push
 * that is refused as a whole nothing is logged: the same operations are decided when the right person sends them.
 */
export async function pushFrames(
  house: House,
  actor: Actor,
  frames: readonly Frame[],
): Promise<Result<PushAnswer, PushRefusal>> {
  const opened = frames.map((frame) => readFrame(frame, house.sha256Hex))
  const submissions = opened.flatMap((frame) => (frame.ok ? [frame.value] : []))
  if (submissions.some((submission) => headerOf(submission).authorPostId !== actor.postId)) return err('foreign-author')

  const { epoch, isOwn } = await inTransaction(house.pool, actor, async (tx) => {
    const deviceIds = [...new Set(frames.map((frame) => frame.deviceId))]
    const [epoch, own] = await Promise.all([
      getEpoch(tx),
      findDevicesOf(tx, actor.districtId, { stationId: actor.unitId, deviceIds }),
    ])
    return { epoch, isOwn: own.size === deviceIds.length }
  })
  if (!isOwn) return err('foreign-device')

  const answers = opened.flatMap((frame): Answered[] => (frame.ok ? [] : [unstored(frame.error)]))
  for (const wave of toWaves(submissions, MAX_PUSH_OPS)) answers.push(...(await applyWave(house, actor, wave)))
  const outcomes = answers.map(({ outcome }) => outcome)
  const stored = answers.flatMap((one) => one.stored ?? [])
  const acknowledgement = stored.length > 0 ? house.acknowledger.acknowledge(stored, epoch) : undefined
  return ok({ epoch, serverTime: house.clock(), outcomes, ...(acknowledgement && { acknowledgement }) })
}

const unstored = (outcome: OperationOutcome): Answered => ({ outcome, stored: undefined })

/** One transaction for all; if that fails over one of them, one transaction for each. */
async function applyWave(house: House, actor: Actor, wave: readonly Submission[]): Promise<Answered[]> {
  try {
    return await applyGroup(house, actor, wave)
  } catch (error) {
    const answers: Answered[] = []
    for (const submission of wave) answers.push(...(await applyAlone(house, actor, submission)))
    // Each of them passed: nobody else would ever tell what they failed over together.
    if (answers.length === wave.length && !findDatabaseRefusal(error)) house.report(error)
    return answers
  }
}

async function applyAlone(house: House, actor: Actor, submission: Submission): Promise<Answered[]> {
  try {
    return await applyGroup(house, actor, [submission])
  } catch (error) {
    const refusal = findDatabaseRefusal(error)
    if (refusal) {
      const { opId } = headerOf(submission)
      return [unstored({ status: 'refused', opId, refusal: { kind: 'malformed', where: refusal.where } })]
    }
    // An outage looks like a bug from here. It throws once more, and then the whole push is tried again later.
    await inTransaction(house.pool, actor, getEpoch)
    house.report(error)
    return []
  }
}

async function applyGroup(house: House, actor: Actor, group: readonly Submission[]): Promise<Answered[]> {
  const context = applyContextFor(house, actor)
  return inTransaction(house.pool, actor, async (tx) => {
    const names = group.map(headerOf)
    const trace = leaveTrace(tx, house, {
      by: actor,
      at: context.now,
      procedure: 'sync.push',
      entity: 'cases',
      detail: { caseIds: names.map(({ caseId }) => caseId), opIds: names.map(({ opId }) => opId) },
    })
    const [answers] = await Promise.all([applyOperations(tx, group, context), trace])
    return answers
  })
}

const headerOf = ({ parsed }: Submission) => (parsed.status === 'readable' ? parsed.op : parsed.header)
