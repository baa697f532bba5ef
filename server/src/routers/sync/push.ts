import { TRPCError } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { decodeFrames } from '@onetrip/shared/wire/frame'
import { EPOCH_HEADER, MAX_PUSH_BYTES, MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import { PushAnswer } from '@onetrip/shared/wire/push'
import { pushFrames } from '../../domain/sync/pushFrames'
import { readWhole } from './chunksOf'
import { toTrpcError } from './refusals'
import { sendingProcedure } from './sending'

/**
 * Frames up, one outcome for each. BAD_REQUEST: not frames at all; UNAUTHORIZED: work of another than who is signed in;
 * FORBIDDEN: a device of another station.
 */
export const push = sendingProcedure('operation.push')
  .input(octetInputParser)
  .output(PushAnswer)
  .mutation(async ({ ctx, input, signal }) => {
    const bytes = await readWhole(input, { signal, maxBytes: MAX_PUSH_BYTES })
    const frames = decodeFrames(bytes, MAX_PUSH_OPS)
    if (!frames.ok) throw new TRPCError({ code: 'BAD_REQUEST', message: frames.error })
    await ctx.untilTurn()
    // Nobody waits for the answer any more, and the same words come again.
    if (signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' })
    const pushed = await pushFrames(ctx.house, ctx.sender, {
      frames: frames.value,
      knownEpoch: ctx.findHeader(EPOCH_HEADER),
    })
    if (!pushed.ok) throw toTrpcError(pushed.error)
    return pushed.value
  })
