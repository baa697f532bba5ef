import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'
import { noSkippedTests } from './.scripts/noSkippedTests.mjs'

// The plugin is the client's dependency; a component test in any project needs it.
const fromClient = createRequire(new URL('./client/package.json', import.meta.url))
const { default: vue } = await import(pathToFileURL(fromClient.resolve('@vitejs/plugin-vue')).href)

const SLOW = ['**/*.db.test.ts', '**/*.access.test.ts', '**/*.sim.test.ts']
const NEVER = ['**/node_modules/**', '**/dist/**', '**/artifacts/**']

// One world for all files of a worker, loaded once: no module here keeps state, and a test that leaves some shows. Who
// mounts a page takes it down, or it would still be drawn when the next file has another document.
const project = (test) => ({ extends: true, test: { environment: 'node', allowOnly: false, isolate: false, ...test } })

export default defineConfig({
  plugins: [vue()],
  // `await using` is newer than Node 20.
  oxc: { target: 'node20' },
  test: {
    passWithNoTests: false,
    reporters: reporters(),
    projects: [
      project({
        name: 'unit',
        include: ['{shared,client,server,e2e}/**/*.test.ts', '.scripts/**/*.test.mjs'],
        exclude: [...NEVER, ...SLOW],
        setupFiles: ['client/test/indexedDb.ts'],
        // A limit for what hangs, not for what is slow: CI shares its cores.
        testTimeout: 30_000,
      }),
      project({
        name: 'db',
        include: ['**/*.db.test.ts', '**/*.access.test.ts'],
        exclude: NEVER,
        globalSetup: 'server/test/globalSetup.ts',
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project({
        name: 'sim',
        include: ['**/*.sim.test.ts'],
        exclude: NEVER,
        globalSetup: 'server/test/globalSetup.ts',
        testTimeout: 900_000,
        // Many short-lived values: a young generation with room for them is cleared less often.
        execArgv: ['--max-semi-space-size=64'],
        hookTimeout: 60_000,
      }),
      // Not tests: they write what is published of a protocol (`npm run fixtures`).
      project({
        name: 'fixtures',
        include: ['server/test/protocol/*.fixture.ts'],
        exclude: NEVER,
        globalSetup: 'server/test/globalSetup.ts',
        testTimeout: 120_000,
      }),
    ],
  },
})

/** The boot script asks for a report that it can count, and for few words when it shows them only on failure. */
function reporters() {
  const { ONETRIP_TEST_REPORT: outputFile, ONETRIP_TEST_REPORTER: reporter = 'default' } = process.env
  return [reporter, noSkippedTests, ...(outputFile ? [['json', { outputFile }]] : [])]
}
