import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import type { System } from '../.scripts/system.mjs'
import { openTcpFront } from '../e2e/front/tcpFront'
import { choosePassphrase, enterCode, signIn, waitUntilInstalled } from '../e2e/pages/agentDoor'
import { agentHome } from '../e2e/pages/agentHome'
import { CHROMIUM_ARGS, chromiumPath } from './browser'
import { median, type Figure } from './figure'

const ROUNDS = 5
const SLOWDOWN = 4

/** From the page's start to a home page that can be used, out of the cache, with no network, at a quarter of the CPU. */
export async function startFigure(system: System): Promise<Figure> {
  const [server] = system.servers
  const person = system.signIns.find(({ role }) => role === 'agent')
  if (!server || !person) throw new Error('no server, or no agent to sign in')
  const front = await openTcpFront(server.port)
  const profile = await mkdtemp(join(tmpdir(), 'onetrip-bench-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: CHROMIUM_ARGS,
    viewport: { width: 1024, height: 768 },
  })
  try {
    const page = await context.newPage()
    await page.goto(`${front.origin}/agent/`)
    await signIn(page, person)
    await enterCode(page, person.registrationCode ?? '')
    await choosePassphrase(page, 'bench-passphrase')
    await agentHome(page).isOpen()
    await waitUntilInstalled(page)
    await page.getByRole('searchbox').first().waitFor()
    await front.goDown()
    const floorMs = await measureFloor(context)
    const starts = []
    for (let round = 0; round <= ROUNDS; round += 1) starts.push(await measureStart(page))
    // The first start after the network went is also the one that fills the code cache.
    const value = median(starts.slice(1))
    const floor = { name: 'an empty page with one heading, same slow-down', value: floorMs }
    return {
      name: `agent: start to the lock, from cache, offline, ${SLOWDOWN}× slower CPU`,
      unit: 'ms',
      value,
      floor,
      limit: { of: 'value', atMost: 1000 },
    }
  } finally {
    await context.close()
    await front.close()
    await rm(profile, { recursive: true })
  }
}

/** Reloads and lets the page itself say when the passphrase can be typed: there every start ends. */
async function measureStart(page: Page): Promise<number> {
  await slowDown(page)
  await page.reload({ waitUntil: 'commit' })
  return whenInteractive(page, 'input[type=password]')
}

async function measureFloor(context: BrowserContext): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>floor</title><h1>floor</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the floor has no address')
  const page = await context.newPage()
  await slowDown(page)
  const rounds = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`http://localhost:${address.port}/`, { waitUntil: 'commit' })
    rounds.push(await whenInteractive(page, 'h1'))
  }
  await page.close()
  server.close()
  return median(rounds)
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
}

/** Milliseconds from the navigation's start until the element is there and a frame with it was drawn. */
async function whenInteractive(page: Page, selector: string): Promise<number> {
  const handle = await page.waitForFunction(
    (wanted) => {
      const element = document.querySelector(wanted)
      return element instanceof HTMLElement && !element.hasAttribute('disabled') ? performance.now() : false
    },
    selector,
    { polling: 'raf' },
  )
  return Number(await handle.jsonValue())
}
