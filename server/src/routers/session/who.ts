import * as z from 'zod/mini'
import { WhoAnswer } from '@onetrip/shared/wire/session'
import { getMe } from '../../domain/access/session'
import { inTransaction } from '../../db/transaction'
import { procedure } from '../trpc'

/** Who is signed in at this door; nobody is an answer, too. */
export const who = procedure('session.read')
  .input(z.void())
  .output(WhoAnswer)
  .query(async ({ ctx }): Promise<WhoAnswer> => {
    const { house, session } = ctx
    const serverTime = house.clock()
    if (!session) return { me: null, serverTime }
    const me = await inTransaction(house.pool, session.actor, (tx) => getMe(tx, session.actor, serverTime))
    return { me, serverTime }
  })
