import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DeviceId, StationId } from '@onetrip/shared/lib/ids'
import type { DeviceListAnswer, MintCodeAnswer } from '@onetrip/shared/wire/device'
import type { Failure, Reply } from '../api/reply'
import { useDesk } from './desk'
import { useStaffSessionStore } from './staffSession'

export type DevicesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly list: DeviceListAnswer; readonly isStale: boolean }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** What an administrator who did something is told. A lost answer may stand for a thing done: the list tells. */
export type Done<Answer> =
  { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** The district's tablets. No feed tells of them, so they are asked for now and then, and after each deed. */
export const useDevicesStore = defineStore('devices', () => {
  const { api, every, pollMs } = useDesk()
  const session = useStaffSessionStore()
  const state = shallowRef<DevicesState>({ kind: 'loading' })

  async function reload(): Promise<void> {
    const reply = await api.listDevices()
    if (reply.kind === 'answer') {
      state.value = { kind: 'ready', list: reply.answer, isStale: false }
      return
    }
    if (reply.kind === 'signed-out') session.expire()
    state.value = state.value.kind === 'ready' ? { ...state.value, isStale: true } : { kind: 'failed', why: reply.kind }
  }

  function follow(): () => void {
    void reload()
    return every(pollMs, () => void reload())
  }

  async function afterwards<Answer>(asked: Promise<Reply<Answer>>): Promise<Done<Answer>> {
    const reply = await asked
    if (reply.kind === 'signed-out') session.expire()
    await reload()
    return reply.kind === 'answer' ? reply : { kind: 'failed', why: reply.kind }
  }

  return {
    state,
    reload,
    follow,
    /** The code is in this answer and nowhere else. */
    mintCode: (stationId: StationId): Promise<Done<MintCodeAnswer>> => afterwards(api.mintCode({ stationId })),
    callCodeBack: (codeId: string) => afterwards(api.callCodeBack({ codeId })),
    revoke: (deviceId: DeviceId, reason: string) => afterwards(api.revokeDevice({ deviceId, reason })),
  }
})
