import { drain } from './drain'
import { finalRules } from './finalRules'
import { modeOf, runWorld } from './runWorld'
import type { ServerStore } from './serverStore'
import { closeWorld, makeWorld, type World, type WorldOptions } from './world'

export type Lived = {
  readonly world: World
  readonly hash: string
  readonly drainSteps: number
  /** Operations that a restored server refused before it was offered what they build on. */
}

type Life = WorldOptions & { readonly seed: number; readonly steps: number }

/** Lives one history to its end and looks at what came of it; throws, having told all of it, where a rule is broken. */
export async function runSeed(store: ServerStore, { seed, steps, ...options }: Life): Promise<Lived> {
  const world = await makeWorld(store, seed, options)
  try {
    await runWorld(world, steps)
    // What is broken on the way is not mended by going on.
    const drainSteps = world.broken.length === 0 ? await drain(world) : 0
    const broken = drainSteps === 0 ? world.broken : await finalRules(world)
    if (broken.length > 0) throw new Error(`rules are broken:\n${broken.join('\n')}`)
    return { world, hash: world.history.hash(), drainSteps }
  } catch (error) {
    console.error(
      `seed ${seed} (${modeOf(seed)}) failed; its history:\n${world.history.lines.join('\n')}\n` +
        `${error instanceof Error ? error.message : String(error)}\n` +
        `replay: npm run sim -- --seeds 1 --steps ${steps} --first ${seed}`,
    )
    throw error
  } finally {
    await closeWorld(world)
  }
}
