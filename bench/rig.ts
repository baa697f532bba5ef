import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { System } from '../.scripts/system.mjs'
import { startBareServer } from './bareServer'
import { launchBrowser, type Tab } from './browser'
import { openLink, type Link } from './link'
import { bundlePage, enterPage, type Call } from './pageScript'
import type { Agent } from './page/benchTablet'
import type { BarePage } from './page/bare'
import type { SyncPage } from './page/sync'

/** A tablet that is signed in and has read all there is, behind a line that counts and can be shaped. */
export type TabletRig = {
  readonly call: Call<SyncPage>
  readonly link: Link
  readonly stationId: string
  readonly districtId: string
}

/** A bare page before the bare server, behind a line of the same kind. */
export type BareRig = { readonly call: Call<BarePage>; readonly link: Link; readonly url: string }

/** Longer than anything that still works. */
export const DEADLINE_MS = 300_000

/** Each on a browser profile of its own. */
export async function withTablet<Answer>(system: System, use: (rig: TabletRig) => Promise<Answer>): Promise<Answer> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const script = await bundlePage('sync')
  return withLink(server.port, (link) =>
    // Any answer of the server's own will do as a page: what matters is where it comes from.
    withTab(`${link.origin}/health`, async (tab) => {
      const call = await enterPage<SyncPage>(tab, script)
      const { stationId, districtId } = await call('signIn', agentOf(system))
      return use({ call, link, stationId, districtId })
    }),
  )
}

/** With a database for floors that need one. */
export async function withBare<Answer>(
  ownerUrl: string | undefined,
  use: (rig: BareRig) => Promise<Answer>,
): Promise<Answer> {
  const server = await startBareServer(ownerUrl)
  const script = await bundlePage('bare')
  try {
    return await withLink(server.port, (link) =>
      withTab(`${link.origin}/`, async (tab) =>
        use({ call: await enterPage<BarePage>(tab, script), link, url: server.url }),
      ),
    )
  } finally {
    await server.close()
  }
}

export function agentOf({ signIns }: System): Agent {
  const known = signIns.find(({ role }) => role === 'agent')
  if (!known?.registrationCode) throw new Error('there is no agent to sign in')
  return { loginName: known.loginName, password: known.password, code: known.registrationCode }
}

async function withLink<Answer>(port: number, use: (link: Link) => Promise<Answer>): Promise<Answer> {
  const link = await openLink(port)
  try {
    return await use(link)
  } finally {
    await link.close()
  }
}

export async function withTab<Answer>(address: string, use: (tab: Tab) => Promise<Answer>): Promise<Answer> {
  return withProfile(async (profile) => {
    const browser = await launchBrowser(profile)
    try {
      return await use(await browser.openTab(address))
    } finally {
      await browser.close()
    }
  })
}

export async function withProfile<Answer>(use: (profile: string) => Promise<Answer>): Promise<Answer> {
  const profile = await mkdtemp(join(tmpdir(), 'onetrip-bench-'))
  try {
    return await use(profile)
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
