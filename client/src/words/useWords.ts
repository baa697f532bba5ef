import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import type { Locale } from './locale'
import type { KeyOf, MessageAt, NamesIn } from './messageTypes'
import type { zhCN } from './zh-CN'

export type WordKey = KeyOf<typeof zhCN>
type NamesAt<Key extends string> = NamesIn<MessageAt<typeof zhCN, Key>>
type Values<Name extends string> = [Name] extends [never] ? [] : [values: Record<Name, string | number>]

/** Keys of messages that need no values, for tables and route titles. */
export type PlainWordKey = { [Key in WordKey]: [NamesAt<Key>] extends [never] ? Key : never }[WordKey]

export type Words = {
  readonly locale: ComputedRef<Locale>
  /** The sentence at `key`; a message with `{names}` demands their values, `count` also chooses the plural. */
  readonly t: <Key extends WordKey>(key: Key, ...values: Values<NamesAt<Key>>) => string
  /** `unavailable` when the language's words cannot be fetched: then nothing changes. */
  readonly setLocale: (locale: Locale) => Promise<'changed' | 'unavailable'>
  /** 09:41 */
  readonly formatTime: (at: Instant) => string
  /** 2026年7月3日 09:41 */
  readonly formatDateTime: (at: Instant) => string
  /** The day of a moment in the district's zone: 2026年7月3日 */
  readonly formatDay: (at: Instant) => string
  /** 7月3日, for lists whose year goes without saying. */
  readonly formatMonthDay: (at: Instant) => string
  /** 2026年7月3日 */
  readonly formatDate: (date: PlainDate) => string
  readonly formatNumber: (value: number) => string
  /** 0.62 → 62% */
  readonly formatPercent: (ratio: number) => string
}

export const WORDS: InjectionKey<Words> = Symbol('words')

/** The words of the app around this component. */
export function useWords(): Words {
  const words = inject(WORDS)
  if (!words) throw new Error('no words: app.provide(WORDS, createWords(…)) is missing')
  return words
}
