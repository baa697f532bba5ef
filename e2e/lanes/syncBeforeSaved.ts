// A kill does not show what a power cut would lose: the system keeps what was written. So the calls themselves are read:
// between a key and *saved*, between the press and the receipt, the disk was told to take what was written, and had.
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openTcpFront } from '../front/tcpFront'
import { expect } from '../house/expect'
import { createTabletPerson } from '../house/people'
import { textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { notTried, type LaneGiven, type LaneReport } from './lane'
import { agentPath, beginCase, prepareHandIn, pressHandIn, setUp, unlockWhole } from './laneTablet'
import { readDiskCalls, wasSynced, type DiskCall } from './syscalls'

/** From what a person did until the screen said that it is saved, by the clock that the trace goes by. */
type Promised = { readonly what: string; readonly fromMs: number; readonly untilMs: number }

const isStore = (path: string): boolean => path.includes('/IndexedDB/') && path.endsWith('.log')

/** `count`: how many changes are typed before each hand-in. */
export async function syncBeforeSaved(given: LaneGiven): Promise<LaneReport> {
  const { system, folder, count, say } = given
  if (spawnSync('strace', ['-V']).status !== 0) {
    return notTried('strace is not on this machine: whether each *saved* waits for the disk was not seen.')
  }
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const line = await openTcpFront(server.port)
  const person = createTabletPerson('agent', { origin: line.origin, folder })
  const trace = join(folder, 'trace')
  const traced = createTabletPerson('agent', {
    origin: line.origin,
    folder,
    executablePath: writeTracer(folder, trace),
  })
  try {
    await setUp(person, given)
    await person.shutDown()
    // Nothing else writes meanwhile: what the engine notes of its own is not what was promised.
    await line.goDown()
    const page = await traced.startCold(agentPath(), async (tab) => {
      await tab.addInitScript(noteMoments)
    })
    await unlockWhole(page)
    const promised = [...(await type(page, count)), await handIn(page)]
    await traced.shutDown()
    const calls = readDiskCalls(readFileSync(trace, 'utf8'))
    for (const one of promised) say(`  ${one.what}: ${describe(calls, one)}`)
    return {
      counts: `${promised.length} promises, ${calls.length} writes and syncs`,
      faults: faultsOf(calls, promised),
    }
  } finally {
    await person.shutDown().catch(() => undefined)
    await traced.shutDown().catch(() => undefined)
    await line.close()
  }
}

/** A program that starts Chromium under strace; `-y` names the file of each call. */
function writeTracer(folder: string, trace: string): string {
  const path = join(folder, 'traced-chromium')
  const words = 'strace -f -ttt -T -y -s 0 --seccomp-bpf -e trace=fdatasync,fsync,write,pwrite64'
  writeFileSync(path, `#!/bin/sh\nexec ${words} -o '${trace}' '${process.env.CHROMIUM_PATH}' "$@"\n`)
  chmodSync(path, 0o700)
  return path
}

declare global {
  var laneMoments: { pressedMs: number; savedMs: number; receiptMs: number } | undefined
}

/** Runs in the page: when a key or a press was last felt, and when the screen first said *saved*, or showed a receipt. */
function noteMoments(): void {
  const moments = { pressedMs: 0, savedMs: 0, receiptMs: 0 }
  globalThis.laneMoments = moments
  const press = (): void => {
    Object.assign(moments, { pressedMs: Date.now(), savedMs: 0, receiptMs: 0 })
  }
  addEventListener('input', press, true)
  addEventListener('click', press, true)
  new MutationObserver(() => {
    const text = document.querySelector('main')?.textContent ?? ''
    if (moments.savedMs === 0 && text.includes('已保存在本机')) moments.savedMs = Date.now()
    if (moments.receiptMs === 0 && text.includes('收件编号')) moments.receiptMs = Date.now()
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

async function type(page: Page, count: number): Promise<Promised[]> {
  await beginCase(page)
  const promised: Promised[] = []
  for (let nth = 1; nth <= count; nth += 1) {
    await textBox(intakePage(page).party('申请人'), '住址').fill(`样例路 ${nth} 号`)
    promised.push(await momentsOf(page, `change ${nth}`, 'savedMs'))
  }
  return promised
}

async function handIn(page: Page): Promise<Promised> {
  await prepareHandIn(page)
  await pressHandIn(page)
  await expect(page.getByRole('heading', { name: '收件凭证', level: 1 })).toBeVisible()
  return momentsOf(page, 'hand-in', 'receiptMs')
}

async function momentsOf(page: Page, what: string, until: 'savedMs' | 'receiptMs'): Promise<Promised> {
  const read = () => page.evaluate(() => globalThis.laneMoments)
  await expect.poll(async () => (await read())?.[until] ?? 0).toBeGreaterThan(0)
  const moments = await read()
  return { what, fromMs: moments?.pressedMs ?? 0, untilMs: moments?.[until] ?? 0 }
}

function faultsOf(calls: readonly DiskCall[], promised: readonly Promised[]): string[] {
  return promised.flatMap((one) => {
    const isSynced = wasSynced(calls, { ...window(one), isOurs: isStore })
    if (isSynced === undefined) return [`${one.what}: *saved* was shown, and nothing had been written`]
    return isSynced ? [] : [`${one.what}: *saved* was shown before the disk had what was written`]
  })
}

/** The page's clock shows whole milliseconds. */
const window = ({ fromMs, untilMs }: Promised): { fromMs: number; untilMs: number } => ({
  fromMs,
  untilMs: untilMs + 1,
})

function describe(calls: readonly DiskCall[], promised: Promised): string {
  const { fromMs, untilMs } = window(promised)
  const within = calls.filter(({ path, beganMs, endedMs }) => isStore(path) && beganMs >= fromMs && endedMs <= untilMs)
  const writes = within.filter(({ kind }) => kind === 'write')
  const bytes = writes.reduce((total, one) => total + one.bytes, 0)
  return `${untilMs - fromMs} ms, ${writes.length} writes of ${bytes} bytes, ${within.length - writes.length} syncs`
}
