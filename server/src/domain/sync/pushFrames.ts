import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Frame } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import type { OperationOutcome, PushAnswer } from '@onetrip/shared/wire/push'
import { findDatabaseRefusal } from '../../db/databaseRefusal'
import { findDevices, type StoredDevice } from '../../db/devices'
import { getEpoch } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import type { DeviceRefusal } from '../access/registerDevice'
import { applyContextFor, type House } from '../house'
import type { Answered } from '../operations/answered'
import { applyOperations } from '../operations/applyOperations'
import { toWaves, type Submission } from '../operations/submission'
import { leaveTrace } from '../trace'
import { readFrame } from './readFrame'
import { isSendersOwn, type Sender } from './sender'

/** `foreign-author`: another than the actor made some of it, so the session is not that of the tablet's own agent. */
export type PushRefusal = DeviceRefusal | 'foreign-author'

/** What a tablet sends. `knownEpoch`: whose answers it goes by; undefined before it had any. */
export type Pushed = { readonly frames: readonly Frame[]; readonly knownEpoch?: string | undefined }

/**
 * Applies what a tablet sends, each operation once and each case in its own order; one that is refused holds up no
 * other. An operation that met a bug of ours gets no answer: the tablet keeps it, as after a lost answer. Of a push
 * that is refused as a whole nothing is logged: the same operations are decided when the right person sends them. Nor is
 * anything decided for a tablet that goes by another epoch: a restored server would refuse for good what rests on what it
 * has not been offered anew yet. [SYNC-R8]
 */
export async function pushFrames(
  house: House,
  sender: Sender,
  { frames, knownEpoch }: Pushed,
): Promise<Result<PushAnswer, PushRefusal>> {
  const { actor } = sender
  const deviceIds = [...new Set(frames.map((frame) => frame.deviceId))]
  const [epoch, devices] = await inTransaction(house.pool, actor, (tx) =>
    Promise.all([getEpoch(tx), findDevices(tx, actor.districtId, deviceIds)]),
  )
  if (knownEpoch !== undefined && knownEpoch !== epoch) return ok({ epoch, serverTime: house.clock(), outcomes: [] })
  const own = findOwn(sender, { frames, devices })
  if (!own.ok) return own
  const opened = await Promise.all(own.value.map(({ frame, device }) => readFrame(house, frame, device)))
  const submissions = opened.flatMap((frame) => (frame.ok ? [frame.value] : []))
  if (submissions.some((submission) => headerOf(submission).authorPostId !== actor.postId)) return err('foreign-author')

  const answers = opened.flatMap((frame): Answered[] => (frame.ok ? [] : [unstored(frame.error)]))
  const isRevoked = own.value.some(({ device }) => device.revokedAt !== null)
  const sending = { sender, isRevoked }
  for (const wave of toWaves(submissions, MAX_PUSH_OPS)) answers.push(...(await applyWave(house, sending, wave)))
  const outcomes = answers.map(({ outcome }) => outcome)
  const stored = answers.flatMap((one) => one.stored ?? [])
  const acknowledgement = stored.length > 0 ? house.acknowledger.acknowledge(stored, epoch) : undefined
  return ok({ epoch, serverTime: house.clock(), outcomes, ...(acknowledgement && { acknowledgement }) })
}

type Sent = { readonly frames: readonly Frame[]; readonly devices: ReadonlyMap<DeviceId, StoredDevice> }
type Own = { readonly frame: Frame; readonly device: StoredDevice }

/** Each agent of a tablet has a device of their own: one of another's means that another is signed in. */
function findOwn(sender: Sender, { frames, devices }: Sent): Result<Own[], PushRefusal> {
  const { actor } = sender
  if ([...devices.values()].some(({ postId }) => postId !== actor.postId)) return err('foreign-author')
  const own = frames.flatMap((frame) => {
    const device = devices.get(frame.deviceId)
    return device?.stationId === actor.unitId && isSendersOwn(sender, device) ? [{ frame, device }] : []
  })
  return own.length === frames.length ? ok(own) : err('foreign-device')
}

type Sending = { readonly sender: Sender; readonly isRevoked: boolean }

const unstored = (outcome: OperationOutcome): Answered => ({ outcome, stored: undefined })

/** One transaction for all; if that fails over one of them, one transaction for each. */
async function applyWave(house: House, sending: Sending, wave: readonly Submission[]): Promise<Answered[]> {
  try {
    return await applyGroup(house, sending, wave)
  } catch (error) {
    const answers: Answered[] = []
    for (const submission of wave) answers.push(...(await applyAlone(house, sending, submission)))
    // Each of them passed: nobody else would ever tell what they failed over together.
    if (answers.length === wave.length && !findDatabaseRefusal(error)) house.report(error)
    return answers
  }
}

async function applyAlone(house: House, sending: Sending, submission: Submission): Promise<Answered[]> {
  try {
    return await applyGroup(house, sending, [submission])
  } catch (error) {
    const refusal = findDatabaseRefusal(error)
    if (refusal) {
      const { opId } = headerOf(submission)
      return [unstored({ status: 'refused', opId, refusal: { kind: 'malformed', where: refusal.where } })]
    }
    // An outage looks like a bug from here. It throws once more, and then the whole push is tried again later.
    await inTransaction(house.pool, sending.sender.actor, getEpoch)
    house.report(error)
    return []
  }
}

async function applyGroup(
  house: House,
  { sender, isRevoked }: Sending,
  group: readonly Submission[],
): Promise<Answered[]> {
  const { actor } = sender
  const context = applyContextFor(house, actor)
  return inTransaction(house.pool, actor, async (tx) => {
    const names = group.map(headerOf)
    const trace = leaveTrace(tx, house, {
      by: actor,
      at: context.now,
      procedure: 'sync.push',
      entity: 'cases',
      // Whether somebody was signed in, or the device spoke for its agent; and whether it had been called back before.
      detail: {
        by: sender.by,
        ...(isRevoked && { isRevoked }),
        caseIds: names.map(({ caseId }) => caseId),
        opIds: names.map(({ opId }) => opId),
      },
    })
    const [answers] = await Promise.all([applyOperations(tx, group, context), trace])
    return answers
  })
}

const headerOf = ({ parsed }: Submission) => (parsed.status === 'readable' ? parsed.op : parsed.header)
