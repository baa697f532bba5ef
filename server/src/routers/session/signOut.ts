import * as z from 'zod/mini'
import { signOut } from '../../domain/access/session'
import { procedure } from '../trpc'

/** Ends the session and takes the cookie away. */
export const signOutProcedure = procedure('session.sign-out')
  .input(z.void())
  .output(z.void())
  .mutation(async ({ ctx }) => {
    if (ctx.session) await signOut(ctx.house, ctx.session)
    ctx.setCookie(undefined)
  })
