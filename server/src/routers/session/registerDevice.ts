import { TRPCError } from '@trpc/server'
import { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { registerDevice } from '../../domain/access/registerDevice'
import { procedure } from '../trpc'

/** Gives a tablet its number; a new one needs a code. BAD_REQUEST: a key that is none. */
export const registerDeviceProcedure = procedure('device.register')
  .input(RegisterDeviceInput)
  .output(RegisterDeviceAnswer)
  .mutation(async ({ ctx, input }): Promise<RegisterDeviceAnswer> => {
    const { house, actor, address, session } = ctx
    // The policy lets in only who is signed in.
    if (!session) throw new TRPCError({ code: 'UNAUTHORIZED' })
    const registered = await registerDevice(house, actor, { ...input, address, session })
    if (!registered.ok) throw new TRPCError({ code: 'BAD_REQUEST', message: registered.error })
    const answer = registered.value
    if (answer.status !== 'registered') return answer
    const { envelopes, officeKeys } = house
    return { ...answer, envelopeKeys: [...envelopes.keys], recoveryKey: officeKeys.publicKey }
  })
