import { computed, type ComputedRef } from 'vue'
import { useWords } from '../../words/useWords'
import { samplesIn } from './samples'

export function useSamples(): ComputedRef<(typeof samplesIn)['en']> {
  const { locale } = useWords()
  return computed(() => samplesIn[locale.value])
}
