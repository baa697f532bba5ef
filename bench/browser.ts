import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** Chromium as the boot step found it. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH
  if (!path) throw new Error('CHROMIUM_PATH is not set: run it by `npm run bench`')
  return path
}

/** Quiet: no calls to the vendor, no GPU. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const HEADLESS_ARGS = ['--headless', '--remote-debugging-pipe', '--disable-background-timer-throttling']

export type Browser = {
  readonly openTab: (address: string) => Promise<Tab>
  readonly close: () => Promise<void>
}

export type Tab = {
  /** Runs a script in the page and waits for what it promises; the answer comes as JSON. */
  readonly run: (script: string) => Promise<unknown>
  readonly reload: () => Promise<void>
  /** 1: as fast as the machine is. */
  readonly slowDown: (times: number) => Promise<void>
}

/**
 * Chromium over its own pipe. A test driver would switch its network domain on, and then every body of a request is
 * copied through the debugging channel: uploads would look several times slower than they are.
 */
export async function launchBrowser(profile: string): Promise<Browser> {
  const program = spawn(
    chromiumPath(),
    [...CHROMIUM_ARGS, ...HEADLESS_ARGS, `--user-data-dir=${profile}`, 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    },
  )
  const gone = new Promise<void>((resolve) => program.once('exit', () => resolve()))
  const { ask, nextEvent } = speakWith(program, gone)

  async function load(sessionId: string, method: string, params: object): Promise<void> {
    const loaded = nextEvent(sessionId, 'Page.loadEventFired')
    await ask(method, params, sessionId)
    await loaded
  }

  return {
    openTab: async (address) => {
      const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
      const attached = await ask('Target.attachToTarget', { targetId, flatten: true })
      const sessionId = String(attached.sessionId)
      await ask('Page.enable', {}, sessionId)
      await load(sessionId, 'Page.navigate', { url: address })
      return {
        run: (script) => evaluate(ask, sessionId, script),
        reload: () => load(sessionId, 'Page.reload', {}),
        slowDown: async (rate) => void (await ask('Emulation.setCPUThrottlingRate', { rate }, sessionId)),
      }
    },
    close: async () => {
      // It may go before it has answered.
      ask('Browser.close', {}).catch(() => undefined)
      await Promise.race([gone, sleep(5000)])
      if (program.exitCode === null) program.kill('SIGKILL')
      await gone
    },
  }
}

type Ask = (method: string, params: object, sessionId?: string) => Promise<Record<string, unknown>>
type Message = {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}
type Waiting = { readonly take: (message: Message) => void; readonly fail: (error: Error) => void }

/** The debugging protocol on file descriptors 3 and 4: JSON, each message ended by a zero byte. */
function speakWith(program: ChildProcess, gone: Promise<void>) {
  // `stdio` above says `pipe` for both.
  const toProgram = program.stdio[3] as Writable
  const fromProgram = program.stdio[4] as Readable
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(message: Message) => void>()
  const counter = { last: 0 }
  toProgram.on('error', () => undefined)
  void gone.then(() => waiting.forEach(({ fail }) => fail(new Error('the browser has gone'))))

  function hear(text: string): void {
    const message = JSON.parse(text) as Message
    if (message.id === undefined) listeners.forEach((listener) => listener(message))
    else waiting.get(message.id)?.take(message)
    if (message.id !== undefined) waiting.delete(message.id)
  }

  splitAtZero(fromProgram, hear)
  const ask: Ask = (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      counter.last += 1
      const id = counter.last
      const take = ({ result = {}, error }: Message): void =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)
      waiting.set(id, { take, fail: reject })
      toProgram.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
  const nextEvent = (sessionId: string, method: string): Promise<void> =>
    new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (message.sessionId !== sessionId || message.method !== method) return
        listeners.delete(listener)
        resolve()
      }
      listeners.add(listener)
    })
  return { ask, nextEvent }
}

function splitAtZero(stream: Readable, hear: (text: string) => void): void {
  const parts: Buffer[] = []
  stream.on('data', (bytes: Buffer) => {
    let rest = bytes
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      hear(Buffer.concat([...parts.splice(0), rest.subarray(0, end)]).toString('utf8'))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > 0) parts.push(rest)
  })
}

type Evaluated = {
  readonly result?: { readonly value?: unknown }
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } }
}

async function evaluate(ask: Ask, sessionId: string, expression: string): Promise<unknown> {
  const params = { expression, awaitPromise: true, returnByValue: true }
  const { result, exceptionDetails }: Evaluated = await ask('Runtime.evaluate', params, sessionId)
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result?.value
}
