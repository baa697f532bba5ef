import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/house'
import { listenTo, type TestServer } from '../../test/page'

const state: { test?: TestHouse; server?: TestServer; folder?: string } = {}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-pages-'))
  state.folder = folder
  for (const app of ['agent', 'staff', 'resident']) {
    await mkdir(join(folder, app, 'assets'), { recursive: true })
    await writeFile(join(folder, app, 'index.html'), `<title>${app}</title>`)
    await writeFile(join(folder, app, 'assets', 'main-abc123.js'), `// ${app}`)
    await writeFile(join(folder, app, 'sw.js'), '// worker')
    for (const name of ['argon2.worker-BF_BpmTr.js', 'argon2-BF_BpmTr.js'])
      await writeFile(join(folder, app, 'assets', name), '// argon2')
  }
  state.test = await openTestHouse()
  state.server = await listenTo(state.test.house, { clientDir: folder })
})
afterAll(async () => {
  await state.server?.[Symbol.asyncDispose]()
  await state.test?.[Symbol.asyncDispose]()
  if (state.folder !== undefined) await rm(state.folder, { recursive: true })
})

const open = (path: string, accept = 'text/html'): Promise<Response> =>
  fetch(`${state.server?.url ?? ''}${path}`, { headers: { accept }, redirect: 'manual' })

it.each([
  ['/', 'resident'],
  ['/track', 'resident'],
  ['/agent/', 'agent'],
  ['/agent/cases/0197c3a1', 'agent'],
  ['/agent/?from=home', 'agent'],
  ['/staff/', 'staff'],
  ['/staff/tasks/1/scans', 'staff'],
])('%s is a place in the app of %s, asked for each time', async (path, app) => {
  const response = await open(path)
  expect([response.status, await response.text()]).toEqual([200, `<title>${app}</title>`])
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

it.each(['/agent', '/staff'])('%s leads to its app', async (path) => {
  const response = await open(path)
  expect([response.status, response.headers.get('location')]).toEqual([302, `${path}/`])
})

it.each([
  ['/assets/main-abc123.js', 'public, max-age=31536000, immutable'],
  ['/agent/assets/main-abc123.js', 'public, max-age=31536000, immutable'],
  ['/agent/sw.js', 'no-cache'],
])('%s is kept as long as its name says: %s', async (path, rule) => {
  const response = await open(path, '*/*')
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, rule])
})

it.each([
  ['a file that is not there', '/agent/assets/other.js', 'text/html'],
  ['a file that a page asks for', '/agent/missing', '*/*'],
  ['an address of the API', '/api/agent/nothing', 'text/html'],
  ['a way out of the folder', '/agent/..%2f..%2fetc%2fpasswd', '*/*'],
  ['a dot file', '/agent/.env', '*/*'],
])('%s is not found, and is no page', async (_name, path, accept) => {
  const response = await open(path, accept)
  expect([400, 403, 404]).toContain(response.status)
  expect(await response.text()).not.toContain('<title>')
})

it('[VAULT-R5] lets one file compile WebAssembly, the agent’s worker, and no page', async () => {
  const ruleOf = async (path: string): Promise<string> =>
    (await open(path, '*/*')).headers.get('content-security-policy') ?? ''
  const page = await ruleOf('/agent/')
  const worker = await ruleOf('/agent/assets/argon2.worker-BF_BpmTr.js')
  expect(worker).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(worker.replace(" 'wasm-unsafe-eval'", '')).toBe(page)
  for (const path of [
    '/agent/assets/argon2-BF_BpmTr.js',
    '/staff/assets/argon2.worker-BF_BpmTr.js',
    '/assets/argon2.worker-BF_BpmTr.js',
    '/agent/assets/main-abc123.js',
  ])
    expect(await ruleOf(path), path).toBe(page)
})
