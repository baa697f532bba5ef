import { watch } from 'vue'
import { createWords } from '../../words/createWords'
import { parseLocale, type Locale } from '../../words/locale'
import type { Words } from '../../words/useWords'

const STORAGE_KEY = 'onetrip.locale'

// One zone in the whole country.
const TIME_ZONE = 'Asia/Shanghai'

/** The page's words, in the language chosen last time on this device; a later choice is kept for next time. */
export async function openWords(): Promise<Words> {
  const words = createWords(TIME_ZONE)
  const remembered = recall()
  if (remembered) await words.setLocale(remembered)
  document.documentElement.lang = words.locale.value
  watch(words.locale, (locale) => {
    document.documentElement.lang = locale
    remember(locale)
  })
  return words
}

function recall(): Locale | undefined {
  try {
    return parseLocale(localStorage.getItem(STORAGE_KEY))
  } catch {
    return undefined // storage is blocked: the page speaks Chinese
  }
}

function remember(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale)
  } catch {
    // Blocked or full: the choice holds until the page is closed.
  }
}
