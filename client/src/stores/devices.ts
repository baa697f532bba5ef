import { defineStore } from 'pinia'
import type { DeviceId, StationId } from '@onetrip/shared/lib/ids'
import type { MintCodeAnswer } from '@onetrip/shared/wire/device'
import type { Failure, Reply } from '../api/reply'
import { useDesk } from './desk'
import { usePolledList } from './polledList'

/** What an administrator who did something is told. A lost answer may stand for a thing done: the list tells. */
export type Done<Answer> =
  { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** The district's tablets. */
export const useDevicesStore = defineStore('devices', () => {
  const { api } = useDesk()
  const { state, reload, follow, afterwards } = usePolledList(() => api.listDevices())

  async function done<Answer>(deed: Promise<Reply<Answer>>): Promise<Done<Answer>> {
    const reply = await afterwards(deed)
    return reply.kind === 'answer' ? reply : { kind: 'failed', why: reply.kind }
  }

  return {
    state,
    reload,
    follow,
    /** The code is in this answer and nowhere else. */
    mintCode: (stationId: StationId): Promise<Done<MintCodeAnswer>> => done(api.mintCode({ stationId })),
    callCodeBack: (codeId: string) => done(api.callCodeBack({ codeId })),
    revoke: (deviceId: DeviceId, reason: string) => done(api.revokeDevice({ deviceId, reason })),
  }
})
