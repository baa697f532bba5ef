// The whole product, played once through by people in real browsers against real processes.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { playChapters } from './flows/chapters'
import { openHouse, type House } from './house/openHouse'
import { ARTIFACTS, openStage, StepFailed } from './house/stage'
import { openWorld } from './house/world'

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interruption.abort(new Error(`interrupted by ${signal}`)))
}
const stage = openStage()
const startMs = performance.now()
const failed = await playStory().then(() => 0, tellFailure)
report({ passed: stage.passed(), failed })
console.log(`story: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
console.log(`${stage.passed()} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

async function playStory(): Promise<void> {
  const { signal } = interruption
  const clockOffsetMs = Number(process.env.ONETRIP_CLOCK_OFFSET_MS ?? 0)
  const house = await openHouse({ clockOffsetMs, signal, say: (line) => console.log(line) })
  try {
    const world = await openWorld(house, stage)
    try {
      const interrupted = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error)) // ours, made above
      })
      await Promise.race([playChapters(world, process.argv.slice(2)), interrupted])
    } finally {
      await world.close()
    }
  } catch (error) {
    keepLogs(house)
    throw error
  } finally {
    await house.close()
  }
}

function keepLogs({ system }: House): void {
  const folder = join(ARTIFACTS, 'logs')
  cpSync(join(system.dataDir, 'logs'), folder, { recursive: true })
  console.log(`    logs of all processes: ${folder}`)
}

/** A step has said itself what it saw. */
function tellFailure(error: unknown): number {
  if (!(error instanceof StepFailed)) console.error(error)
  return 1
}

/** What the boot script counts. */
function report(counts: { readonly passed: number; readonly failed: number }): void {
  const path = process.env.ONETRIP_TEST_REPORT
  if (!path) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(counts))
}
