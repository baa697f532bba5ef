import { defineStore } from 'pinia'
import { useDesk } from './desk'
import { usePolledList } from './polledList'

/** The district's parcels. */
export const useDispatchesStore = defineStore('dispatches', () => {
  const { api } = useDesk()
  const { state, reload, follow } = usePolledList(() => api.listDispatches())
  return { state, reload, follow }
})
