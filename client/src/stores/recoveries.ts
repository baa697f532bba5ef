import { defineStore } from 'pinia'
import type { DecideRecoveryAnswer, DecideRecoveryInput } from '@onetrip/shared/wire/recovery'
import { useDesk } from './desk'
import { usePolledList } from './polledList'

export type Decided = DecideRecoveryAnswer | { readonly status: 'failed' }

/** Agents who wait to be let back in. */
export const useRecoveriesStore = defineStore('recoveries', () => {
  const { api } = useDesk()
  const { state, reload, follow, afterwards } = usePolledList(() => api.listRecoveries())

  async function decide(input: DecideRecoveryInput): Promise<Decided> {
    const reply = await afterwards(api.decideRecovery(input))
    return reply.kind === 'answer' ? reply.answer : { status: 'failed' }
  }

  return { state, reload, follow, decide }
})
