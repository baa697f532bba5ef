import { TRPCError } from '@trpc/server'
import { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { registerDevice } from '../../domain/access/registerDevice'
import { procedure } from '../trpc'

/** Gives a tablet its number. A device of another station is FORBIDDEN: the tablet begins anew under a new id. */
export const registerDeviceProcedure = procedure('device.register')
  .input(RegisterDeviceInput)
  .output(RegisterDeviceAnswer)
  .mutation(async ({ ctx, input }) => {
    const registered = await registerDevice(ctx.house, ctx.actor, input.deviceId)
    if (!registered.ok) throw new TRPCError({ code: 'FORBIDDEN', message: registered.error })
    return registered.value
  })
