import { TRPCError } from '@trpc/server'
import { findScope, type Action } from '@onetrip/shared/access/policy'
import { DeviceId, type UploadId } from '@onetrip/shared/lib/ids'
import type { StandingInput } from '@onetrip/shared/wire/device'
import { standingProof, uploadProof } from '@onetrip/shared/wire/envelope'
import { DEVICE_HEADER, PROOF_HEADER } from '@onetrip/shared/wire/protocol'
import { bySession, findSendingDevice, isSendersOwn, type Sender, type SigningDevice } from '../../domain/sync/sender'
import { openProcedure, type RequestContext } from '../trpc'

/**
 * What a tablet sends goes through with a session, or in the name of the device that has signed it: an ended session
 * keeps nothing on a tablet. Either way the sender is an agent, and the policy says what agents may. [SYNC-R19]
 */
export const sendingProcedure = (action: Extract<Action, 'operation.push' | 'scan.upload' | 'device.stand'>) =>
  openProcedure(action).use(async ({ ctx, next }) => {
    const sender = await findSender(ctx)
    if (!sender) throw new TRPCError({ code: 'UNAUTHORIZED' })
    if (!findScope(sender.actor.role, action)) throw new TRPCError({ code: 'FORBIDDEN' })
    return next({ ctx: { ...ctx, sender } })
  })

async function findSender({ house, session, findHeader }: RequestContext): Promise<Sender | undefined> {
  if (session) return bySession(session.actor)
  const deviceId = DeviceId.safeParse(findHeader(DEVICE_HEADER))
  return deviceId.success ? findSendingDevice(house, deviceId.data) : undefined
}

/** Throws UNAUTHORIZED unless somebody is signed in, or the device has signed that the upload is its own. */
export function demandProof(ctx: RequestContext, sender: Sender, uploadId: UploadId): void {
  demandSigned(ctx, sender, ({ deviceId }) => uploadProof(ctx.house.districtId, { deviceId, uploadId }))
}

/** The same of what the device says of itself; nobody speaks for another device. */
export function demandOwnWord(ctx: RequestContext, sender: Sender, said: StandingInput): void {
  if (!isSendersOwn(sender, said)) throw new TRPCError({ code: 'UNAUTHORIZED' })
  demandSigned(ctx, sender, () => standingProof(ctx.house.districtId, said))
}

function demandSigned(
  { house, findHeader }: RequestContext,
  sender: Sender,
  claim: (device: SigningDevice) => Uint8Array<ArrayBuffer>,
): void {
  if (sender.by === 'session') return
  const proof = Buffer.from(findHeader(PROOF_HEADER) ?? '', 'base64')
  const { device } = sender
  if (!house.envelopes.isSigned(claim(device), proof, device.signingKey)) throw new TRPCError({ code: 'UNAUTHORIZED' })
}
