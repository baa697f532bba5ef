import { RevokeDeviceAnswer, RevokeDeviceInput } from '@onetrip/shared/wire/device'
import { revokeDevice } from '../../domain/device/revokeDevice'
import { procedure } from '../trpc'

/** Calls a tablet back, with a reason. */
export const revokeDeviceProcedure = procedure('device.revoke')
  .input(RevokeDeviceInput)
  .output(RevokeDeviceAnswer)
  .mutation(({ ctx, input }) => revokeDevice(ctx.house, ctx.actor, input))
