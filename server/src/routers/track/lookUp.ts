import { TrackAnswer, TrackInput } from '@onetrip/shared/wire/track'
import { lookUpCase } from '../../domain/track/lookUpCase'
import { procedure } from '../trpc'

/** A mutation, although it changes nothing: so the code travels in a body and stands in no URL and no log. */
export const lookUp = procedure('case.track')
  .input(TrackInput)
  .output(TrackAnswer)
  .mutation(({ ctx, input }) => lookUpCase(ctx.house, { actor: ctx.actor, address: ctx.address }, input))
