import { TRPCError } from '@trpc/server'
import { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { registerDevice } from '../../domain/access/registerDevice'
import { procedure } from '../trpc'

/** Gives a tablet its number; a new one needs a code. BAD_REQUEST: a key that is none. */
export const registerDeviceProcedure = procedure('device.register')
  .input(RegisterDeviceInput)
  .output(RegisterDeviceAnswer)
  .mutation(async ({ ctx, input }): Promise<RegisterDeviceAnswer> => {
    const registered = await registerDevice(ctx.house, ctx.actor, { ...input, address: ctx.address })
    if (!registered.ok) throw new TRPCError({ code: 'BAD_REQUEST', message: registered.error })
    const answer = registered.value
    if (answer.status !== 'registered') return answer
    const { envelopes, officeKeys } = ctx.house
    return { ...answer, envelopeKeys: [...envelopes.keys], recoveryKey: officeKeys.publicKey }
  })
