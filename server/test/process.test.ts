import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { findCommandLine, sendSignal, waitUntilGone } from '../src/app/embedded/process'

const SLEEP = ['-e', 'setTimeout(() => {}, 60000)']

it('takes a process for alive from the moment it was started, and for gone once it was ended', async () => {
  for (let round = 0; round < 20; round += 1) {
    const child = spawn(process.execPath, SLEEP, { stdio: 'ignore' })
    const pid = child.pid ?? 0
    expect(findCommandLine(pid)).toBeDefined()
    sendSignal(pid, 'SIGKILL')
    expect(await waitUntilGone(pid, 10_000)).toBe(true)
    await (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined)
    sendSignal(pid, 'SIGKILL')
  }
})

it('names the words of the command, so that a stranger with the same number is seen', async () => {
  const child = spawn(process.execPath, [...SLEEP, '--', '--run=mark'], { stdio: 'ignore' })
  await once(child, 'spawn')
  await expect.poll(() => findCommandLine(child.pid ?? 0)).toContain('--run=mark')
  expect(await waitUntilGone(child.pid ?? 0, 50)).toBe(false)
  child.kill('SIGKILL')
})

it('takes a process for gone that has ended and that nobody has asked after', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const output: unknown = (await once(parent.stdout, 'data'))[0]
  expect(await waitUntilGone(Number(String(output)), 2_000)).toBe(true)
  parent.kill('SIGKILL')
})

it('knows no process by a number that nobody can have', () => {
  expect(findCommandLine(2 ** 22 + 1)).toBeUndefined()
})
