import { PulledAnswer } from '@onetrip/shared/wire/pull'
import type { AgentClient } from '../api/agentClient'
import { createSendingTransport, createTimedAsk, type SendingDeps } from './sendingTransport'
import type { SyncTransport } from './transport'

/** The engine's transport over the typed API. */
export function createTrpcTransport(client: AgentClient, deps: SendingDeps): SyncTransport {
  const askTimed = createTimedAsk(deps)
  return {
    ...createSendingTransport(client, deps),
    pull: (input) => askTimed(PulledAnswer, () => client.sync.pull.query(input)),
  }
}
