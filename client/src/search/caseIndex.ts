import { createLettering, plainOf, type Searchable } from './letters'
import { matchIdNumber, matchMobile, matchReceipt, type NumberMatch } from './matchNumber'
import { matchText, TEXT_RANK, type TextMatch } from './matchText'
import { NO_HITS, type Hit, type Hits, type SearchedCase } from './searchedCase'
import { showReason, type Found } from './shownReason'
import type { Sounds } from './sounds'

/** Cases in memory, to be found by whatever people know of them. */
export type CaseIndex = {
  /** In the place of what was known of the case. */
  readonly put: (one: SearchedCase) => void
  readonly remove: (caseId: string) => void
  readonly count: () => number
  /** The best `limit` for what was typed; none for nothing. */
  readonly search: (typed: string, limit: number) => Hits
}

/** Beside those of texts. A number's end is as good as the beginning of a name; a title is what many have. */
const NUMBER_RANK = { end: TEXT_RANK.beginning, inside: 6 } as const
const TITLE_RANK = 7
/** Added where only the single words are found, not the words as one. */
const SCATTERED = 20
/** Added to what is of another than the first of the people. */
const OTHERS = 0.5
/** More than anybody types; a pasted page is not searched for. */
const MAX_TYPED = 64

type Indexed = {
  readonly one: SearchedCase
  readonly people: readonly { readonly name: Searchable; readonly idNumber: string; readonly mobile: string }[]
  readonly receipt: string
  readonly title: Searchable
}
type Ranked = Found & { readonly rank: number }
type Match = { readonly indexed: Indexed; readonly rank: number; readonly found: readonly Found[] }

/**
 * Looks at every case for every question: ten thousand take a few milliseconds, and there is nothing to keep up to date
 * but the cases. Ranked by how they were found; of the same rank, the newest first.
 */
export function createCaseIndex(sounds: Sounds): CaseIndex {
  const prepare = createLettering(sounds)
  const titles = new Map<string, Searchable>()
  const byId = new Map<string, Indexed>()
  const sorted: { newestFirst: readonly Indexed[] | undefined } = { newestFirst: undefined }

  function titleOf(title: string): Searchable {
    const known = titles.get(title) ?? prepare(title)
    titles.set(title, known)
    return known
  }
  function newestFirst(): readonly Indexed[] {
    sorted.newestFirst ??= [...byId.values()].toSorted(compareNewest)
    return sorted.newestFirst
  }

  return {
    put: (one) => {
      byId.set(one.caseId, {
        one,
        people: one.people.map(({ name, idNumber, mobile }) => ({
          name: prepare(name),
          idNumber: plainOf(idNumber),
          mobile: plainOf(mobile),
        })),
        receipt: plainOf(one.receiptNumber),
        title: titleOf(one.title),
      })
      sorted.newestFirst = undefined
    },
    remove: (caseId) => {
      if (byId.delete(caseId)) sorted.newestFirst = undefined
    },
    count: () => byId.size,
    search: (typed, limit) => {
      const words = wordsOf(typed)
      if (words.length === 0) return NO_HITS
      const asked = askFor(words)
      const matches = newestFirst()
        .map((indexed) => matchCase(indexed, asked))
        .filter((match) => match !== undefined)
      return { total: matches.length, best: takeBest(matches, limit).map(toHit) }
    },
  }
}

const compareNewest = ({ one: a }: Indexed, { one: b }: Indexed): number => {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1
  return a.caseId < b.caseId ? -1 : 1
}

const wordsOf = (typed: string): readonly string[] =>
  typed.slice(0, MAX_TYPED).split(/\s+/u).map(plainOf).filter(Boolean)

type Word = {
  readonly word: string
  readonly hasDigit: boolean
  /** The same for all cases of a title: found once. */
  readonly matchTitle: (title: Searchable) => TextMatch | undefined
}
type Asked = { readonly whole: Word; readonly words: readonly Word[] }

function askFor(words: readonly string[]): Asked {
  const ask = (word: string): Word => {
    const known = new Map<Searchable, TextMatch | undefined>()
    return {
      word,
      hasDigit: /\d/.test(word),
      matchTitle: (title) => {
        if (!known.has(title)) known.set(title, matchText(title, word))
        return known.get(title)
      },
    }
  }
  return { whole: ask(words.join('')), words: words.length > 1 ? words.map(ask) : [] }
}

/** What was typed as one word, or else each of its words somewhere. */
function matchCase(indexed: Indexed, { whole, words }: Asked): Match | undefined {
  const asOne = matchWord(indexed, whole)
  if (asOne) return { indexed, rank: asOne.rank, found: [asOne] }
  const found = words.flatMap((word) => matchWord(indexed, word) ?? [])
  if (words.length === 0 || found.length < words.length) return undefined
  return { indexed, rank: SCATTERED + Math.max(...found.map(({ rank }) => rank)), found }
}

/** The best place that has the word. A title is looked at only where nothing else has it. */
function matchWord({ people, receipt, title }: Indexed, { word, hasDigit, matchTitle }: Word): Ranked | undefined {
  let best: Ranked | undefined
  for (const [nth, person] of people.entries()) {
    best = better(best, ranked('name', nth, matchText(person.name, word)))
    if (!hasDigit) continue
    best = better(best, rankedNumber('mobile', nth, matchMobile(person.mobile, word)))
    best = better(best, rankedNumber('id-number', nth, matchIdNumber(person.idNumber, word)))
  }
  if (hasDigit) best = better(best, rankedNumber('receipt', 0, matchReceipt(receipt, word)))
  return best ?? ranked('title', 0, matchTitle(title), TITLE_RANK)
}

const better = (a: Ranked | undefined, b: Ranked | undefined): Ranked | undefined =>
  !a || (b && b.rank < a.rank) ? b : a

const ranked = (field: Found['field'], nth: number, match: TextMatch | undefined, more = 0): Ranked | undefined =>
  match && { field, nth, rank: match.rank + more + (nth > 0 ? OTHERS : 0), from: match.from, to: match.to }

const rankedNumber = (field: Found['field'], nth: number, match: NumberMatch | undefined): Ranked | undefined =>
  match && ranked(field, nth, { ...match, rank: rankOfNumber(match) })

const rankOfNumber = ({ isEnd }: NumberMatch): number => (isEnd ? NUMBER_RANK.end : NUMBER_RANK.inside)

/** Within a rank they are in order already. */
function takeBest(matches: readonly Match[], limit: number): readonly Match[] {
  const ranks = [...new Set(matches.map(({ rank }) => rank))].toSorted((a, b) => a - b)
  const best: Match[] = []
  for (const rank of ranks) {
    if (best.length >= limit) break
    best.push(...matches.filter((match) => match.rank === rank))
  }
  return best.slice(0, limit)
}

const toHit = ({ indexed: { one }, found }: Match): Hit => ({
  caseId: one.caseId,
  at: one.at,
  name: one.people[0]?.name ?? '',
  title: one.title,
  reasons: found.map((place) => showReason(one, place)),
})
