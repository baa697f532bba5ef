import { TRPCError } from '@trpc/server'
import { SignInAnswer, SignInInput } from '@onetrip/shared/wire/session'
import { signIn } from '../../domain/access/signIn'
import { signOut } from '../../domain/access/session'
import { procedure } from '../trpc'

/** Begins a session at this app's door and ends the one that the cookie held. */
export const signInProcedure = procedure('session.sign-in')
  .input(SignInInput)
  .output(SignInAnswer)
  .mutation(async ({ ctx, input }): Promise<SignInAnswer> => {
    const { house, app, address } = ctx
    if (app === 'resident') throw new TRPCError({ code: 'FORBIDDEN' })
    const result = await signIn(house, { app, address }, input)
    if (result.status !== 'signed-in') return result
    if (ctx.session) await signOut(house, ctx.session)
    const { token, lifeMs, me, serverTime } = result
    ctx.setCookie({ token, lifeMs })
    return { status: 'signed-in', me, serverTime }
  })
