import * as z from 'zod/mini'
import { DeviceListAnswer } from '@onetrip/shared/wire/device'
import { listDevices } from '../../domain/device/listDevices'
import { procedure } from '../trpc'

/** The district's tablets and the codes that are open. */
export const listDevicesProcedure = procedure('device.list')
  .input(z.void())
  .output(DeviceListAnswer)
  .query(({ ctx }) => listDevices(ctx.house, ctx.actor))
