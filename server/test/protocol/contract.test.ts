// Goal: no message of a published protocol is ever taken less widely, or says less, than when tablets learnt it.
// Method: today's schemas as data, held against each published contract; and schemas that were narrowed on purpose.
import { readdirSync } from 'node:fs'
import * as z from 'zod/mini'
import { describe as suite, expect, it } from 'vitest'
import { inRoot } from '../../src/app/root'
import { contractOfToday, describe, type Contract } from './contract'
import { FIXTURES, readFixture } from './corpus'
import { findNarrowings } from './narrowings'

const published = readdirSync(inRoot(...FIXTURES, 'protocol-1')).filter((name) => /^contract(-\d+)?[.]json$/.test(name))

it.each(published)('[SYNC-R22] what protocol 1 takes and says by %s holds today', (name) => {
  // Written by `contractOfToday` of its day.
  const contract = readFixture(`protocol-1/${name.replace('.json', '')}`) as Contract
  expect(findNarrowings(contract, contractOfToday())).toEqual([])
})

const contractOf = (way: 'in' | 'out', schema: z.ZodMiniType): Contract => ({
  messages: { m: { [way]: describe(schema, way === 'in' ? 'input' : 'output') } },
  words: { HEADER: 'x-a' },
  limits: { MAX: 5 },
})
const compare = (way: 'in' | 'out', before: z.ZodMiniType, now: z.ZodMiniType): string[] =>
  findNarrowings(contractOf(way, before), contractOf(way, now))

const base = {
  name: z.string().check(z.minLength(1), z.maxLength(9)),
  kind: z.enum(['a', 'b']),
  note: z.optional(z.string()),
  count: z.int().check(z.minimum(0)),
  list: z.array(z.object({ id: z.uuid() })).check(z.maxLength(3)),
  map: z.record(z.string(), z.int()),
  nothing: z.nullable(z.string()),
}
const one = z.object(base)
const choice = (...options: readonly z.ZodMiniType[]) => z.object({ is: z.union([...options]) })
const [ofA, ofB] = [z.object({ kind: z.literal('a'), x: z.int() }), z.object({ kind: z.literal('b'), y: z.string() })]
const without = (key: keyof typeof base) =>
  z.object(Object.fromEntries(Object.entries(base).filter(([name]) => name !== key)))

suite('[SYNC-R22] what comes in', () => {
  it.each([
    ['a field is removed', without('count'), 'm in.count: is gone'],
    ['an optional field is removed', without('note'), 'm in.note: is gone'],
    ['an optional field is demanded', z.object({ ...base, note: z.string() }), 'm in.note: is demanded'],
    ['a new field is demanded', z.object({ ...base, fresh: z.int() }), 'm in.fresh: is demanded'],
    ['an enum shrinks', z.object({ ...base, kind: z.enum(['a']) }), 'm in.kind: no more "b"'],
    [
      'a text may be less long',
      z.object({ ...base, name: z.string().check(z.minLength(1), z.maxLength(8)) }),
      'm in.name: maxLength was 9, is 8',
    ],
    [
      'a text must be longer',
      z.object({ ...base, name: z.string().check(z.minLength(2), z.maxLength(9)) }),
      'm in.name: minLength was 1, is 2',
    ],
    [
      'a text gets a form',
      z.object({ ...base, note: z.optional(z.string().check(z.regex(/^x/))) }),
      'm in.note: pattern was undefined, is ^x',
    ],
    [
      'a rule is added that JSON Schema cannot say',
      z.object({ ...base, note: z.optional(z.string().check(z.refine((text) => text !== 'x'))) }),
      'm in.note: refinements was undefined, is 1',
    ],
    [
      'a number gets a limit',
      z.object({ ...base, count: z.int().check(z.minimum(1)) }),
      'm in.count: minimum was 0, is 1',
    ],
    ['a type changes', z.object({ ...base, count: z.string() }), 'm in.count: was integer, is string'],
    [
      'a list gets shorter',
      z.object({ ...base, list: z.array(z.object({ id: z.uuid() })).check(z.maxLength(2)) }),
      'm in.list: maxItems was 3, is 2',
    ],
    [
      'something inside a list is demanded',
      z.object({ ...base, list: z.array(z.object({ id: z.uuid(), more: z.int() })).check(z.maxLength(3)) }),
      'm in.list[].more: is demanded',
    ],
    [
      'values of a map change',
      z.object({ ...base, map: z.record(z.string(), z.string()) }),
      'm in.map{}: was integer, is string',
    ],
    ['null is no longer taken', z.object({ ...base, nothing: z.string() }), 'm in.nothing: was null, is string'],
    ['what is unknown is refused', z.strictObject(base), 'm in: refuses what it does not know'],
  ] as const)('is red when %s', (_name, now, line) => {
    expect(compare('in', one, now)).toContain(line)
  })

  it('is red when a form of it is gone, and when a field of one is', () => {
    expect(compare('in', choice(ofA, ofB), choice(ofA))).not.toEqual([])
    const shorter = z.object({ kind: z.literal('b') })
    expect(compare('in', choice(ofA, ofB), choice(ofA, shorter))).toEqual(['m in.is.y: is gone'])
  })

  it.each([
    ['an optional field is new', z.object({ ...base, fresh: z.optional(z.int()) })],
    ['an enum grows', z.object({ ...base, kind: z.enum(['a', 'b', 'c']) })],
    ['a text may be longer', z.object({ ...base, name: z.string().check(z.minLength(1), z.maxLength(10)) })],
    ['what was demanded may be absent', z.object({ ...base, count: z.optional(z.int().check(z.minimum(0))) })],
    ['any number is taken', z.object({ ...base, count: z.number() })],
  ] as const)('is green when %s', (_name, now) => {
    expect(compare('in', one, now)).toEqual([])
  })

  it('is green when there is one form more', () => {
    expect(compare('in', choice(ofA), choice(ofA, ofB))).toEqual([])
  })
})

suite('[SYNC-R22] what goes out', () => {
  it.each([
    ['a field is removed', without('count'), 'm out.count: is gone'],
    ['an optional field is removed', without('note'), 'm out.note: is gone'],
    [
      'a field may be absent',
      z.object({ ...base, count: z.optional(z.int().check(z.minimum(0))) }),
      'm out.count: may be absent',
    ],
    ['a value is new', z.object({ ...base, kind: z.enum(['a', 'b', 'c']) }), 'm out.kind: new value "c"'],
    ['a type changes', z.object({ ...base, count: z.string() }), 'm out.count: was integer, is string'],
    ['it says any number', z.object({ ...base, count: z.number() }), 'm out.count: was integer, is number'],
    [
      'a text gets longer',
      z.object({ ...base, name: z.string().check(z.minLength(1)) }),
      'm out.name: maxLength was 9, is undefined',
    ],
    ['it may be null', z.object({ ...base, name: z.nullable(base.name) }), 'm out.name: was string, is null'],
  ] as const)('is red when %s', (_name, now, line) => {
    expect(compare('out', one, now)).toContain(line)
  })

  it('is red when there is a form that nobody knew', () => {
    expect(compare('out', choice(ofA), choice(ofA, ofB))).not.toEqual([])
  })

  it.each([
    ['a field is new', z.object({ ...base, fresh: z.int() })],
    ['what could be absent is always said', z.object({ ...base, note: z.string() })],
  ] as const)('is green when %s', (_name, now) => {
    expect(compare('out', one, now)).toEqual([])
  })

  it('takes rows of a kind that nobody knew, for they are kept unread, and gives up none that is known', () => {
    const pull = (...rows: readonly z.ZodMiniType[]): Contract => {
      const answer = z.object({ changes: z.array(z.object({ row: z.nullable(z.union([...rows])) })) })
      return { messages: { 'sync.pull': { out: describe(answer, 'output') } }, words: {}, limits: {} }
    }
    expect(findNarrowings(pull(ofA), pull(ofA, ofB))).toEqual([])
    expect(findNarrowings(pull(ofA, ofB), pull(ofA))).not.toEqual([])
  })
})

it('[SYNC-R22] is red when a message, a header or a limit is gone or less', () => {
  const before = contractOf('in', one)
  expect(findNarrowings(before, { ...before, messages: {} })).toEqual(['m: is gone'])
  expect(findNarrowings(before, { ...before, words: { HEADER: 'x-b' } })).toEqual(['HEADER: was x-a'])
  expect(findNarrowings(before, { ...before, limits: { MAX: 4 } })).toEqual(['MAX: was 5'])
})
