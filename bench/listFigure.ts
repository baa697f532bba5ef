import { randomBytes } from 'node:crypto'
import { startBareServer } from './bareServer'
import { launchBrowser, type Tab } from './browser'
import { PLANTED_STATUSES } from './feedRows'
import { median, type Figure } from './figure'
import type { Listed, ListPage } from './page/list'
import { bundlePage, enterPage, type Call } from './pageScript'
import { withProfile } from './rig'

const CASES = 10_000
const ROUNDS = 5
const WARM_ROUNDS = 20
const SLOWDOWN = 4
const STATUS = PLANTED_STATUSES[1]

type Pair = { readonly ours: number; readonly bare: number }

/** The newest 50 of a status among 10,000 cases, with the vault open. */
export async function listFigures(): Promise<Figure[]> {
  const vaultKey = [...randomBytes(32)]
  const script = await bundlePage('list')
  const server = await startBareServer()
  const address = `http://localhost:${server.port}/`
  const enter = (tab: Tab): Promise<Call<ListPage>> => enterPage<ListPage>(tab, script)

  async function measure(call: Call<ListPage>): Promise<Pair> {
    const ours = await call('ours', STATUS, vaultKey)
    const bare = await call('bare', STATUS)
    demandSame(ours, bare)
    return { ours: ours.ms, bare: bare.ms }
  }
  const repeat = async (times: number, once: () => Promise<Pair>): Promise<Pair> => {
    const pairs = []
    for (let round = 0; round < times; round += 1) pairs.push(await once())
    return { ours: median(pairs.map(({ ours }) => ours)), bare: median(pairs.map(({ bare }) => bare)) }
  }

  try {
    return await withProfile(async (profile) => {
      const browser = await launchBrowser(profile)
      const tab = await browser.openTab(address)
      const filled = await enter(tab)
      await filled('fill', CASES, vaultKey)
      await measure(filled)
      const warm = await repeat(WARM_ROUNDS, () => measure(filled))
      await tab.slowDown(SLOWDOWN)
      const slow = await repeat(WARM_ROUNDS, () => measure(filled))
      await tab.slowDown(1)
      const reloaded = await repeat(ROUNDS, async () => {
        await tab.reload()
        return measure(await enter(tab))
      })
      await browser.close()
      const relaunched = await repeat(ROUNDS, async () => ({
        ours: await inNewBrowser(profile, async (fresh) => (await (await enter(fresh))('ours', STATUS, vaultKey)).ms),
        bare: await inNewBrowser(profile, async (fresh) => (await (await enter(fresh))('bare', STATUS)).ms),
      }))
      return [
        describe('warm', warm, 5),
        describe('after a reload, opening included', reloaded, 15),
        describe('after a relaunch, opening included', relaunched, 80),
        describe(`warm, ${SLOWDOWN}× slower CPU`, slow, 16),
      ]
    })
  } finally {
    await server.close()
  }

  async function inNewBrowser(profile: string, act: (tab: Tab) => Promise<number>): Promise<number> {
    const browser = await launchBrowser(profile)
    try {
      return await act(await browser.openTab(address))
    } finally {
      await browser.close()
    }
  }
}

const describe = (when: string, { ours, bare }: Pair, atMost: number): Figure => ({
  name: `first 50 of ${CASES} cases by status, ${when}`,
  unit: 'ms',
  value: ours,
  floor: { name: 'bare getAll over an index', value: bare },
  limit: { of: 'value', atMost },
})

function demandSame(ours: Listed, bare: Listed): void {
  if (ours.caseIds.length === 0 || ours.caseIds.join() !== bare.caseIds.join()) throw new Error('the lists differ')
}
