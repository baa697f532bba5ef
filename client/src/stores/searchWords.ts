import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What is being searched for, in this page's memory alone: it is in no address. */
export const useSearchWords = defineStore('searchWords', () => {
  const typed = ref('')
  /** The path of what was found and opened last: who comes back from there finds the search as it was. */
  const lookedAt = ref<string>()
  return {
    typed,
    lookedAt,
    clear: () => {
      typed.value = ''
      lookedAt.value = undefined
    },
  }
})
