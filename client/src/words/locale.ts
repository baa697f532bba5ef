export const LOCALES = ['zh-CN', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Chinese first: what a person sees who has chosen nothing. */
export const DEFAULT_LOCALE: Locale = 'zh-CN'

/** Each language's own name, in itself, so that a lost reader still finds the way back. */
export const LOCALE_NAMES = { 'zh-CN': '中文', en: 'English' } as const satisfies Record<Locale, string>

/** Undefined when the text names no language that we speak. */
export const parseLocale = (text: string | null): Locale | undefined => LOCALES.find((locale) => locale === text)
