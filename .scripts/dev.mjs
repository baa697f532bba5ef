import { pathToFileURL } from 'node:url'
import { context } from 'esbuild'
import { build, PRODUCT, TARGETS } from './build.mjs'
import { inRoot } from './root.mjs'
import { clearStamp } from './stamps.mjs'
import { announce, loadEnvironment, readWords, runUntilStopped } from './start.mjs'
import { seconds } from './steps.mjs'

const APPS = ['agent', 'staff', 'resident']

/**
 * `npm run dev`: like start, and what is saved is built again. The same builds as in production, so that the service
 * worker and the content security policy are the real ones; a page needs a reload, the server restarts by itself.
 */
export async function dev(words) {
  const { isFresh } = readWords(words)
  const startMs = performance.now()
  loadEnvironment()
  await build(PRODUCT)
  // What the watchers write belongs to no stamp any more.
  for (const name of PRODUCT) clearStamp(TARGETS[name])
  await runUntilStopped({ isFresh, onReady: (system) => watch(system, startMs) })
}

async function watch(system, startMs) {
  await Promise.all([...APPS.map(watchApp), watchServer(system.servers[0])])
  announce(system, performance.now() - startMs)
  console.log('What is saved is built again.')
}

async function watchServer(server) {
  const { options } = TARGETS.server
  const restart = {
    name: 'restart',
    setup: ({ onEnd }) => {
      let isFirst = true
      onEnd(async ({ errors }) => {
        for (const { text, location } of errors)
          console.error(`✗ ${location?.file ?? ''}:${location?.line ?? ''} ${text}`)
        if (!isFirst && errors.length === 0) await restartServer(server)
        isFirst = false
      })
    },
  }
  const watcher = await context({ ...options(), plugins: [restart] })
  await watcher.watch()
}

async function restartServer(server) {
  try {
    await server.restart()
    console.log('server restarted')
  } catch (error) {
    console.error(error.message) // the next save tries again
  }
}

async function watchApp(app) {
  const { build: buildApp } = await import(
    pathToFileURL(inRoot('client', 'node_modules', 'vite', 'dist', 'node', 'index.js')).href
  )
  const watcher = await buildApp({
    root: inRoot('client'),
    configFile: inRoot('client', `vite.${app}.config.ts`),
    logLevel: 'error',
    build: { watch: {} },
  })
  watcher.on('event', ({ code, duration, error }) => {
    if (code === 'BUNDLE_END') console.log(`${app} built in ${seconds(duration)}`)
    if (code === 'ERROR') console.error(`✗ ${app}: ${error.message}`)
  })
}
