import { readonly, ref, type Ref } from 'vue'

const STORAGE_KEY = 'onetrip.resident.large'

/** Large type for all pages, remembered on this device. */
export function useElderMode(): { readonly isOn: Readonly<Ref<boolean>>; readonly toggle: () => void } {
  const isOn = ref(recall())
  const show = (): void => {
    document.documentElement.dataset['density'] = isOn.value ? 'large' : 'touch'
  }
  show()
  return {
    isOn: readonly(isOn),
    toggle: () => {
      isOn.value = !isOn.value
      show()
      remember(isOn.value)
    },
  }
}

function recall(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'yes'
  } catch {
    return false // storage is blocked: the page begins in its usual size
  }
}

function remember(isOn: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, isOn ? 'yes' : 'no')
  } catch {
    // Blocked or full: the choice holds until the page is closed.
  }
}
