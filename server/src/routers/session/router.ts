import { router } from '../trpc'
import { registerDeviceProcedure } from './registerDevice'
import { signInProcedure } from './signIn'
import { signOutProcedure } from './signOut'
import { who } from './who'

export const sessionRouter = router({
  signIn: signInProcedure,
  who,
  signOut: signOutProcedure,
  registerDevice: registerDeviceProcedure,
})
