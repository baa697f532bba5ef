import { router } from '../trpc'
import { callCodeBackProcedure } from './callCodeBack'
import { listDevicesProcedure } from './listDevices'
import { mintCodeProcedure } from './mintCode'
import { revokeDeviceProcedure } from './revokeDevice'

export const deviceRouter = router({
  list: listDevicesProcedure,
  mintCode: mintCodeProcedure,
  callCodeBack: callCodeBackProcedure,
  revoke: revokeDeviceProcedure,
})
