import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { root } from './root.mjs'

/**
 * A step has a name and a `run` that answers `{ ok, output }`, and `notTried`, why, where this machine could not. Chains
 * (arrays of steps) run side by side, so many at a time; inside a chain each step waits for the one before, and is left out
 * when that one failed. What a step printed is shown only when it failed.
 */
export async function runChains(chains, atOnce = 2) {
  const results = []
  const queue = [...chains]
  const worker = async () => {
    for (let chain = queue.shift(); chain; chain = queue.shift()) await runChain(chain, results)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

async function runChain(chain, results) {
  for (const { name, run } of chain) {
    const startMs = performance.now()
    const result = { name, ...(await run()) }
    results.push(result)
    console.log(`${markOf(result)} ${name.padEnd(24)} ${seconds(performance.now() - startMs)}`)
    if (!result.ok) {
      console.log(`${result.output.trimEnd()}\n`)
      return
    }
    if (result.summary) console.log(result.summary)
  }
}

const markOf = ({ ok, notTried }) => (notTried === undefined ? (ok ? '✓' : '✗') : '–')

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/** A step that runs a Node program from the project's folder. */
export function programStep(name, words, options = {}) {
  return { name, run: () => runQuietly(words, options) }
}

/** Runs a Node program and keeps what it prints. A patient one takes only the processor time that nobody else wants. */
export function runQuietly(words, { cwd = root, env = {}, isPatient = false } = {}) {
  return new Promise((resolve) => {
    const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
    const stdio = ['ignore', 'pipe', 'pipe']
    const child = spawn(process.execPath, words, { cwd, env: { ...process.env, ...colour, ...env }, stdio })
    if (isPatient && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    const pieces = []
    child.stdout.on('data', (piece) => pieces.push(piece))
    child.stderr.on('data', (piece) => pieces.push(piece))
    child.once('error', (error) => resolve({ ok: false, output: String(error) }))
    child.once('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(pieces).toString('utf8') }))
  })
}

/** Runs a Node program at the terminal, for what a person wants to watch. Answers whether it ended well. */
export function runAloud(words, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' })
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })
}
