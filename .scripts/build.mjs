import { bundleOptions } from './bundle.mjs'
import { commandOf, inRoot, refusal } from './root.mjs'
import { clearStamp, fingerprint, isFresh, writeStamp } from './stamps.mjs'
import { runChains, runQuietly } from './steps.mjs'

const TOOLS = ['pnpm-lock.yaml', '.scripts']

const bundle = (folder, name, { entries, output, inputs }) => ({
  name,
  output: `${folder}/dist/${output}.mjs`,
  stamp: `${folder}/dist/${name}.stamp`,
  inputs: [...inputs, `${folder}/package.json`, ...TOOLS],
  options: () => bundleOptions(folder, entries),
  run: () => runEsbuild(folder, entries),
})

const app = (name) => ({
  name,
  output: `client/dist/${name}/index.html`,
  stamp: `client/dist/${name}.stamp`,
  inputs: ['client', 'public', 'shared/src', ...TOOLS],
  run: () => runQuietly(viteWords(name), { cwd: inRoot('client') }),
})

/** Every thing that is built: how, from which sources, and where to. */
export const TARGETS = {
  server: bundle('server', 'server', {
    entries: {
      main: 'src/app/main.ts',
      postgres: 'src/app/embedded/postgres.ts',
      process: 'src/app/embedded/process.ts',
      dataFolder: 'src/app/embedded/dataFolder.ts',
    },
    output: 'main',
    inputs: ['server/src', 'shared/src'],
  }),
  simulators: bundle('e2e', 'simulators', {
    entries: { sf: 'simulators/sf/main.ts', department: 'simulators/department/main.ts' },
    output: 'sf',
    inputs: ['e2e/simulators'],
  }),
  story: bundle('e2e', 'story', { entries: { story: 'story.ts' }, output: 'story', inputs: ['e2e', 'shared/src'] }),
  lanes: bundle('e2e', 'lanes', {
    entries: {
      lanes: 'lanes/main.ts',
      stormTablets: 'lanes/storm/tabletsProcess.ts',
      checker: 'checker/main.ts',
    },
    output: 'lanes',
    inputs: ['e2e', 'client/src', 'server/src', 'server/test', 'shared/src'],
  }),
  bench: bundle('bench', 'bench', {
    entries: { main: 'main.ts', bareProcess: 'bareProcess.ts' },
    output: 'main',
    inputs: ['bench', 'server/src', 'client/src', 'shared/src'],
  }),
  agent: app('agent'),
  staff: app('staff'),
  resident: app('resident'),
}

/** What a running OneTrip consists of. */
export const PRODUCT = ['agent', 'server', 'staff', 'resident', 'simulators']

/** `npm run build` */
export const buildAll = () => build(PRODUCT)

/** Builds those of the named targets whose sources have changed. Throws when one fails. */
export async function build(names) {
  const stale = names.filter((name) => !isFresh(TARGETS[name]))
  const results = await runChains(stale.map((name) => [buildStep(name)]))
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name)
  if (failed.length > 0) throw refusal(`Not built: ${failed.join(', ')}.`)
}

/** The same as a step of a longer list. */
export function buildStep(target) {
  const { name, run, inputs } = TARGETS[target]
  return {
    name: `build ${name}`,
    run: async () => {
      if (isFresh(TARGETS[target])) return { ok: true, output: '' }
      clearStamp(TARGETS[target])
      // Taken before: a file that is saved during the build makes the next one run again.
      const print = fingerprint(inputs)
      const result = await run()
      if (result.ok) writeStamp(TARGETS[target], print)
      return result
    },
  }
}

export const viteWords = (name) => [commandOf('vite', 'vite', 'client'), 'build', '--config', `vite.${name}.config.ts`]

async function runEsbuild(folder, entries) {
  const { build: bundleWithEsbuild, formatMessages } = await import('esbuild')
  try {
    await bundleWithEsbuild(bundleOptions(folder, entries))
    return { ok: true, output: '' }
  } catch (error) {
    const lines = await formatMessages(error.errors ?? [{ text: String(error) }], { kind: 'error', color: false })
    return { ok: false, output: lines.join('\n') }
  }
}
