import { randomBytes } from 'node:crypto'
import { startBareServer } from './bareServer'
import { launchBrowser, type Tab } from './browser'
import { median, type Figure } from './figure'
import type { Searched, SearchPage } from './page/search'
import { bundlePage, enterPage, type Call } from './pageScript'
import { withProfile } from './rig'
import { OLDEST } from './searchRows'

const CASES = 10_000
const ROUNDS = 5
const WARM_ROUNDS = 10
const SLOWDOWN = 4
const AT_MOST_MS = 50

/** Asked one after the other, as they are typed: by sound, by characters, by numbers; much is found, and nothing. */
const STROKES = ['o', 'oy', 'oyqd', 'z', 'zhangs', '张', '8823', '138', '张 8823', 'spjy', 'qqqq'] as const

/** Cases of a station found among 10,000, with the vault open. The table of sounds is in the page already. */
export async function searchFigures(): Promise<Figure[]> {
  const vaultKey = [...randomBytes(32)]
  const script = await bundlePage('search')
  const server = await startBareServer()
  try {
    return await withProfile(async (profile) => {
      const browser = await launchBrowser(profile)
      const tab = await browser.openTab(`http://localhost:${server.port}/`)
      const visit = createVisits(tab, { script, vaultKey })
      await visit.fill()
      const unkept = await visit.first()
      await unkept.call('untilKept')
      const first = await repeat(visit)
      const { call } = await visit.first()
      const warm = await measureStrokes(call)
      await tab.slowDown(SLOWDOWN)
      const slow = await measureStrokes(call)
      const slowFirst = await repeat(visit)
      await browser.close()
      return [
        describe('the first result, after a reload, opening included', first),
        describe(`the first result, after a reload, opening included, ${SLOWDOWN}× slower CPU`, slowFirst, false),
        describe('the first result where nothing was kept of an earlier search, once', unkept.pair, false),
        describe('a further key stroke, the slowest of eleven questions', warm),
        describe(`a further key stroke, the slowest of eleven, ${SLOWDOWN}× slower CPU`, slow),
      ]
    })
  } finally {
    await server.close()
  }
}

type Visit = { readonly call: Call<SearchPage>; readonly pair: Pair }
type Visits = { readonly fill: () => Promise<void>; readonly first: () => Promise<Visit> }

function createVisits(
  tab: Tab,
  { script, vaultKey }: { readonly script: string; readonly vaultKey: readonly number[] },
): Visits {
  return {
    fill: async () => {
      const call = await enterPage<SearchPage>(tab, script)
      await call('fill', CASES, vaultKey)
    },
    /** A fresh page, and in it the oldest case of all: whatever is read newest first has it last. */
    first: async () => {
      await tab.reload()
      const call = await enterPage<SearchPage>(tab, script)
      const ours = await call('first', OLDEST.initials, vaultKey)
      demandOne(ours)
      await call('untilWhole')
      return { call, pair: { ours: ours.ms, bare: (await call('bareScan', CASES, OLDEST.name)).ms } }
    },
  }
}

async function repeat({ first }: Visits): Promise<Pair> {
  const pairs: Pair[] = []
  for (let round = 0; round < ROUNDS; round += 1) pairs.push((await first()).pair)
  return { ours: median(pairs.map(({ ours }) => ours)), bare: median(pairs.map(({ bare }) => bare)) }
}

type Pair = { readonly ours: number; readonly bare: number }

/** Of each question the median; of these the slowest. */
async function measureStrokes(call: Call<SearchPage>): Promise<Pair> {
  const pairs: Pair[] = []
  for (const typed of STROKES) {
    const ours: number[] = []
    const bare: number[] = []
    for (let round = 0; round < WARM_ROUNDS; round += 1) {
      ours.push((await call('again', typed)).ms)
      bare.push((await call('bareScan', CASES, typed)).ms)
    }
    pairs.push({ ours: median(ours), bare: median(bare) })
  }
  return { ours: Math.max(...pairs.map(({ ours }) => ours)), bare: Math.max(...pairs.map(({ bare }) => bare)) }
}

const describe = (what: string, { ours, bare }: Pair, isWanted = true): Figure => ({
  name: `search among ${CASES} cases: ${what}`,
  unit: 'ms',
  value: ours,
  floor: { name: 'a bare scan of the same names and numbers in memory', value: bare },
  ...(isWanted && { limit: { of: 'value' as const, atMost: AT_MOST_MS } }),
})

function demandOne({ total }: Searched): void {
  if (total !== 1) throw new Error(`"${OLDEST.initials}" finds ${total} cases, not one`)
}
