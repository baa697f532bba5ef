import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { listenForComplaints, type Complaints } from './complaints'

/** Somebody with a browser in front of them. */
export type Person = {
  /** As the story's lines begin. */
  readonly name: string
  /** The tab that they look at. */
  readonly page: () => Page
  readonly complaints: () => readonly string[]
}

/** A person whose browser can be closed, and started again from the same profile. */
export type TabletPerson = Person & {
  /** From nothing, as after a night in a drawer: no process, no tab. `before`: what is done to the empty tab. */
  readonly startCold: (path: string, before?: (page: Page) => Promise<void>) => Promise<Page>
  /** Ends the browser, if there is one. */
  readonly shutDown: () => Promise<void>
  /** Ends the browser whatever it is doing: nobody in it is asked, nothing is written to its end. */
  readonly kill: () => Promise<void>
  /** Closes the tab and opens the app in another: what a person does by mistake. */
  readonly reopenTab: (path: string) => Promise<Page>
}

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  // Dates as a Chinese tablet shows them, where the browser has that language installed; the page's own does not reach
  // the browser's controls.
  '--lang=zh-CN',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WAIT_MS = 15_000

const HERE = {
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  reducedMotion: 'reduce',
} as const satisfies BrowserContextOptions
const TABLET = { ...HERE, viewport: { width: 1024, height: 768 }, hasTouch: true } as const
const DESK = { ...HERE, viewport: { width: 1440, height: 900 }, acceptDownloads: true } as const
const PHONE = {
  ...HERE,
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
} as const

type Started = { readonly context: BrowserContext; readonly complaints: Complaints; page: Page }

type Place = {
  readonly origin: string
  /** The profile lies in it, under the person's name. */
  readonly folder: string
  /** Another program than CHROMIUM_PATH. */
  readonly executablePath?: string
}

/** The agent: a browser process of their own with a profile on disk, which is the tablet's memory. */
export function createTabletPerson(name: string, { origin, folder, ...program }: Place): TabletPerson {
  const memory: { started: Started | undefined } = { started: undefined }
  const profile = join(folder, name)
  const running = (): Started => {
    if (!memory.started) throw new Error(`${name} has no browser open`)
    return memory.started
  }
  return {
    name,
    page: () => running().page,
    complaints: () => running().complaints.take(),
    startCold: async (path, before) => {
      const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), ...program, ...TABLET })
      const complaints = await prepare(context)
      const page = context.pages()[0] ?? (await context.newPage())
      memory.started = { context, complaints, page }
      await before?.(page)
      await page.goto(origin + path)
      return page
    },
    shutDown: async () => {
      await memory.started?.context.close()
      memory.started = undefined
    },
    kill: async () => {
      const { context } = running()
      const gone = new Promise((resolve) => context.once('close', resolve))
      process.kill(-browserPid(profile), 'SIGKILL')
      await gone
      memory.started = undefined
    },
    reopenTab: async (path) => {
      const started = running()
      const before = started.page
      started.page = await started.context.newPage()
      await before.close()
      await started.page.goto(origin + path)
      return started.page
    },
  }
}

/** Chromium notes in its profile who uses it, `<host>-<pid>`; it was started as the first of a process group. */
function browserPid(profile: string): number {
  const pid = Number(/-(\d+)$/.exec(readlinkSync(join(profile, 'SingletonLock')))?.[1])
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`no browser has noted itself in ${profile}`)
  return pid
}

/** The browser that staff and residents share, each with cookies of their own. */
export const startSharedBrowser = (): Promise<Browser> => chromium.launch(launchOptions())

/** A desk's slow timer is out of the way: what appears there in this story was told by the server. */
export async function openDesk(browser: Browser, name: string): Promise<Person> {
  const person = await openPerson(browser, name, DESK)
  await person
    .page()
    .context()
    .addInitScript(() => localStorage.setItem('onetrip.staff.pollMs', '600000'))
  return person
}

export const openPhone = (browser: Browser, name: string): Promise<Person> => openPerson(browser, name, PHONE)

async function openPerson(browser: Browser, name: string, device: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext(device)
  const complaints = await prepare(context)
  const page = await context.newPage()
  return { name, page: () => page, complaints: complaints.take }
}

async function prepare(context: BrowserContext): Promise<Complaints> {
  context.setDefaultTimeout(WAIT_MS)
  return listenForComplaints(context)
}

function launchOptions() {
  const executablePath = process.env.CHROMIUM_PATH
  if (!executablePath) throw new Error('CHROMIUM_PATH names no browser: run this by `npm run story`')
  // A signal is for the story: it stops everything in order, the browsers too.
  return { executablePath, args: ARGS, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
}
