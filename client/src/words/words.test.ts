import { describe, expect, it } from 'vitest'
import { createWords } from './createWords'
import { en } from './en'
import type { Messages } from './messageTypes'
import type { PlainWordKey } from './useWords'
import { zhCN } from './zh-CN'

// Han characters, and the full-width marks that go with them.
const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u

const leaves = (messages: Messages, prefix = ''): [key: string, message: string][] =>
  Object.entries(messages).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value] as [string, string]] : leaves(value, `${prefix}${name}.`),
  )

const chinese = new Map(leaves(zhCN))
const english = new Map(leaves(en))

/** Names in the message; each plural form names the same ones. */
const namesIn = (message: string): string[] =>
  [...new Set(Array.from(message.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? ''))].toSorted()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...english.keys()].toSorted()).toEqual([...chinese.keys()].toSorted())
  })

  it('leave no Han character in English', () => {
    expect([...english].filter(([, message]) => HAN.test(message))).toEqual([])
  })

  it('ask for the same values', () => {
    const different = [...chinese].filter(
      ([key, message]) => namesIn(message).join() !== namesIn(english.get(key) ?? '').join(),
    )
    expect(different).toEqual([])
  })

  it.each(['zh-CN', 'en'] as const)('%s: every message compiles and puts its values in', async (locale) => {
    const words = createWords('Asia/Shanghai')
    await words.setLocale(locale)
    for (const [key, message] of locale === 'en' ? english : chinese) {
      const values = Object.fromEntries(namesIn(message).map((name) => [name, name === 'count' ? 7 : `<${name}>`]))
      // `as`: a table-driven test knows its keys only while it runs.
      const said = (words.t as (key: string, values: object) => string)(key, values)
      expect(said, key).not.toMatch(/[{}|]/)
      for (const value of Object.values(values)) expect(said, key).toContain(String(value))
    }
  })
})

it('lists every area file', () => {
  const areasIn = (files: Record<string, unknown>): string[] =>
    Object.keys(files)
      .map((path) => path.replace(/^.*\/(\w+)\.ts$/, '$1'))
      .toSorted()
  expect(areasIn(import.meta.glob('./zh-CN/*.ts'))).toEqual(Object.keys(zhCN).toSorted())
  expect(areasIn(import.meta.glob('./en/*.ts'))).toEqual(Object.keys(en).toSorted())
})

it('no component holds a Chinese string', () => {
  const sources = import.meta.glob<string>('../{ui,features,app}/**/*.vue', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const withoutComments = (source: string): string =>
    source.replaceAll(/<!--.*?-->|\/\*.*?\*\/|(?<=^|\s)\/\/[^\n]*/gs, '')
  const guilty = Object.keys(sources).filter((path) => HAN.test(withoutComments(sources[path] ?? '')))
  expect(Object.keys(sources).length).toBeGreaterThan(30)
  expect(guilty).toEqual([])
})

it('a key that is not there does not compile', () => {
  const key: PlainWordKey = 'common.retry'
  // @ts-expect-error -- no such key
  const missing: PlainWordKey = 'common.retri'
  // @ts-expect-error -- this message asks for a value
  const needsValue: PlainWordKey = 'kit.field.charactersLeft'
  expect([key, missing, needsValue].map((word) => chinese.has(word))).toEqual([true, false, true])
})
