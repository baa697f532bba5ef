import { StandingAnswer, StandingInput } from '@onetrip/shared/wire/device'
import { askStanding } from '../../domain/device/askStanding'
import { demandOwnWord, sendingProcedure } from './sending'

/** How a tablet stands, asked by whoever is signed in on it, or signed by itself. UNAUTHORIZED: not its own word. */
export const stand = sendingProcedure('device.stand')
  .input(StandingInput)
  .output(StandingAnswer)
  .mutation(({ ctx, input }) => {
    demandOwnWord(ctx, ctx.sender, input)
    return askStanding(ctx.house, ctx.sender.actor, input)
  })
