import type { Contract, JsonSchema, Message } from './contract'

/**
 * What of a published contract no longer holds, in lines that say where. Within a protocol what comes in may only be
 * taken more widely, and what goes out may only say more.
 */
export function findNarrowings(published: Contract, today: Contract): string[] {
  return [
    ...Object.entries(published.messages).flatMap(([name, message]) => ofMessage(name, message, today.messages[name])),
    ...Object.entries(published.words).flatMap(([name, word]) =>
      today.words[name] === word ? [] : [`${name}: was ${word}`],
    ),
    ...Object.entries(published.limits).flatMap(([name, limit]) =>
      (today.limits[name] ?? -1) < limit ? [`${name}: was ${limit}`] : [],
    ),
  ]
}

function ofMessage(name: string, published: Message, today: Message | undefined): string[] {
  if (!today) return [`${name}: is gone`]
  return [
    ...(published.in ? compare('in', { name, published: published.in, today: today.in }) : []),
    ...(published.out ? compare('out', { name, published: published.out, today: today.out }) : []),
  ]
}

/** Of `in` whatever passed must pass; of `out` whatever is said must have been said before, but for more fields. */
type Way = 'in' | 'out'
type Sides = { readonly name: string; readonly published: JsonSchema; readonly today: JsonSchema | undefined }

function compare(way: Way, { name, published, today }: Sides): string[] {
  if (!today) return [`${name}: nothing is said of it any more`]
  // A schema that contains itself is looked at once.
  const seen = new Set<string>()
  const resolve = (root: JsonSchema, schema: unknown): JsonSchema => {
    const { $ref, ...rest } = asSchema(schema)
    return typeof $ref === 'string' ? { ...resolve(root, lookUp(root, $ref)), ...rest } : asSchema(schema)
  }

  /** Each form that a schema allows, with unions in unions laid flat; itself, where it is no union. */
  const optionsIn = (root: JsonSchema, schema: JsonSchema): JsonSchema[] => {
    const { anyOf, oneOf, type } = schema
    const options = anyOf ?? oneOf
    if (Array.isArray(options)) return options.flatMap((option) => optionsIn(root, resolve(root, option)))
    return Array.isArray(type) ? type.map((one: unknown) => ({ ...schema, type: one })) : [schema]
  }

  function look(before: unknown, now: unknown, at: string): string[] {
    const key = `${JSON.stringify(before)} ${JSON.stringify(now)} ${isOpen(at)}`
    if (seen.has(key)) return []
    seen.add(key)
    const [was, is] = [resolve(published, before), resolve(today ?? {}, now)]
    const [wasOneOf, isOneOf] = [optionsIn(published, was), optionsIn(today ?? {}, is)]
    if (wasOneOf.length > 1 || isOneOf.length > 1) return lookAtOptions(wasOneOf, isOneOf, at)
    if (!isSameType(was, is, way)) return [`${at}: was ${String(was['type'])}, is ${String(is['type'])}`]
    return [
      ...lookAtValues(was, is, at),
      ...lookAtLimits(was, is, { at, way }),
      ...lookAtFields(was, is, at),
      ...('items' in was ? look(was['items'], is['items'] ?? {}, `${at}[]`) : []),
      ...(isMap(was) ? look(was['additionalProperties'], is['additionalProperties'] ?? {}, `${at}{}`) : []),
      ...('propertyNames' in was && 'propertyNames' in is
        ? look(was['propertyNames'], is['propertyNames'], `${at} names`)
        : []),
    ]
  }

  /** What came in any of these forms comes still; what goes out goes in no form that nobody knew. */
  function lookAtOptions(was: readonly JsonSchema[], is: readonly JsonSchema[], at: string): string[] {
    const gone = was.map((before) => nearest(is, before, (now) => tryLook(before, now, at)))
    const isShut = way === 'out' && !isOpen(at)
    const strange = isShut ? is.map((now) => nearest(was, now, (before) => tryLook(before, now, at))) : []
    return [...new Set([...gone, ...strange].flat())]
  }

  /** What did not fit is not taken for looked at. */
  function tryLook(before: JsonSchema, now: JsonSchema, at: string): string[] {
    const kept = [...seen]
    const found = look(before, now, at)
    if (found.length === 0) return found
    seen.clear()
    for (const key of kept) seen.add(key)
    return found
  }

  /** Of the options that are called the same, where there is one; else of all. */
  function nearest(options: readonly JsonSchema[], to: JsonSchema, lookAt: (option: JsonSchema) => string[]): string[] {
    const namesakes = options.filter((option) => nameOf(option) !== '' && nameOf(option) === nameOf(to))
    const found = (namesakes.length > 0 ? namesakes : options).map(lookAt)
    return found.toSorted((a, b) => a.length - b.length)[0] ?? []
  }

  function lookAtValues(was: JsonSchema, is: JsonSchema, at: string): string[] {
    const [before, now] = [valuesOf(was), valuesOf(is)]
    if (!before && !now) return []
    if (!before) return way === 'in' ? [`${at}: takes only ${now?.join()}`] : []
    if (!now) return way === 'out' ? [`${at}: says anything`] : []
    const lost = before.filter((value) => !now.includes(value))
    const fresh = way === 'out' && !isOpen(at) ? now.filter((value) => !before.includes(value)) : []
    return [...lost.map((value) => `${at}: no more ${value}`), ...fresh.map((value) => `${at}: new value ${value}`)]
  }

  function lookAtFields(was: JsonSchema, is: JsonSchema, at: string): string[] {
    const [before, now] = [asSchema(was['properties']), asSchema(is['properties'])]
    const [demanded, demands] = [listOf(was['required']), listOf(is['required'])]
    const lost = Object.keys(before).filter((field) => !(field in now))
    const broken =
      way === 'in'
        ? demands.filter((field) => !demanded.includes(field))
        : demanded.filter((field) => !demands.includes(field))
    const isShut = way === 'in' && is['additionalProperties'] === false && was['additionalProperties'] !== false
    return [
      ...lost.map((field) => `${at}.${field}: is gone`),
      ...broken
        .filter((field) => !lost.includes(field))
        .map((field) => `${at}.${field}: ${way === 'in' ? 'is demanded' : 'may be absent'}`),
      ...(isShut ? [`${at}: refuses what it does not know`] : []),
      ...Object.keys(before).flatMap((field) =>
        field in now ? look(before[field], now[field], `${at}.${field}`) : [],
      ),
    ]
  }

  return look(published, today, `${name} ${way}`)
}

/** Where readers of the protocol keep what they cannot read [SYNC-R15], new forms and values may come. */
const isOpen = (at: string): boolean => /^sync[.]pull out[.]changes\[\][.]row/.test(at)

type Place = { readonly at: string; readonly way: Way }

function lookAtLimits(was: JsonSchema, is: JsonSchema, { at, way }: Place): string[] {
  const [wide, tight] = way === 'in' ? [is, was] : [was, is]
  const words = [
    ...['minLength', 'minimum', 'minItems'].filter(
      (word) => !isAtMost(wide[word], tight[word], Number.NEGATIVE_INFINITY),
    ),
    ...['maxLength', 'maximum', 'maxItems'].filter(
      (word) => !isAtMost(tight[word], wide[word], Number.POSITIVE_INFINITY),
    ),
  ]
  // A format says what its pattern only spells out, and a library may come to spell it otherwise.
  const form = 'format' in was ? ['format'] : ['pattern']
  const forms = form.filter((word) => was[word] !== is[word] && (way === 'out' || word in is))
  const refinements = Number(wide['refinements'] ?? 0) > Number(tight['refinements'] ?? 0) ? ['refinements'] : []
  return [...words, ...forms, ...refinements].map(
    (word) => `${at}: ${word} was ${String(was[word])}, is ${String(is[word])}`,
  )
}

const isAtMost = (a: unknown, b: unknown, whenAbsent: number): boolean =>
  (typeof a === 'number' ? a : whenAbsent) <= (typeof b === 'number' ? b : whenAbsent)

function isSameType(was: JsonSchema, is: JsonSchema, way: Way): boolean {
  const [wide, tight] = way === 'in' ? [is['type'], was['type']] : [was['type'], is['type']]
  return wide === tight || wide === undefined || (wide === 'number' && tight === 'integer')
}

/** By which words a form tells itself from others: its constant fields. */
const nameOf = (schema: JsonSchema): string =>
  Object.entries(asSchema(schema['properties']))
    .flatMap(([field, value]) => ('const' in asSchema(value) ? [`${field} ${String(asSchema(value)['const'])}`] : []))
    .join()

const valuesOf = (schema: JsonSchema): readonly string[] | undefined => {
  if ('const' in schema) return [JSON.stringify(schema['const'])]
  return Array.isArray(schema['enum']) ? schema['enum'].map((value) => JSON.stringify(value)) : undefined
}

const isMap = (schema: JsonSchema): boolean => typeof schema['additionalProperties'] === 'object'
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const asSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** `#/$defs/name`, or `#` for the whole. */
const lookUp = (root: JsonSchema, ref: string): unknown =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((schema, part) => asSchema(schema)[part], root)
