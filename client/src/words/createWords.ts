import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import { instantToMs } from '@onetrip/shared/lib/time'
import { datetimeFormats, numberFormats } from './formats'
import { DEFAULT_LOCALE, type Locale } from './locale'
import type { Messages } from './messageTypes'
import type { Words } from './useWords'
import { zhCN } from './zh-CN'

const chinese: Messages = zhCN

// Chinese is always there; any other language comes as a piece of its own when somebody asks for it.
const messagesOf = {
  'zh-CN': async (): Promise<Messages> => chinese,
  en: async (): Promise<Messages> => (await import('./en')).en,
} satisfies Record<Locale, () => Promise<Messages>>

/** `timeZone` is the district's IANA zone. Starts in Chinese; `setLocale` changes all words on the screen at once. */
export function createWords(timeZone: string): Words {
  const formats = datetimeFormats(timeZone)
  const i18n = createI18n({
    legacy: false,
    locale: DEFAULT_LOCALE,
    fallbackLocale: DEFAULT_LOCALE,
    messages: { 'zh-CN': chinese },
    datetimeFormats: { 'zh-CN': formats, en: formats },
    numberFormats: { 'zh-CN': numberFormats, en: numberFormats },
  }).global

  async function setLocale(locale: Locale): Promise<'changed' | 'unavailable'> {
    try {
      i18n.setLocaleMessage(locale, await messagesOf[locale]())
    } catch {
      return 'unavailable'
    }
    i18n.locale.value = locale
    return 'changed'
  }

  return {
    locale: computed(() => i18n.locale.value),
    t: (key, ...[values]) => i18n.t(key, values ?? {}),
    setLocale,
    formatTime: (at) => i18n.d(instantToMs(at), 'time'),
    formatDateTime: (at) => i18n.d(instantToMs(at), 'dateTime'),
    formatDay: (at) => i18n.d(instantToMs(at), 'date'),
    formatMonthDay: (at) => i18n.d(instantToMs(at), 'monthDay'),
    formatDate: (date) => i18n.d(Date.parse(`${date}T00:00:00Z`), 'plainDate'),
    formatNumber: (value) => i18n.n(value, 'plain'),
    formatPercent: (ratio) => i18n.n(ratio, 'percent'),
  }
}
