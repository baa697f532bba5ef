// Goal: a page of an old build finds what it loads late for half a year after a deployment, as it was, and nothing else
// comes from there. Method: builds in folders, one deployed over the other, and the server as it listens to people.
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, Instant } from '@onetrip/shared/lib/time'
import { openTestHouse, type TestHouse } from '../../test/house'
import { listenTo } from '../../test/page'
import { archivedAssets, keepAssets } from './assetArchive'

const NOW = Instant.parse('2026-11-30T01:00:00.000Z')
const daysLater = (days: number): Instant => addMs(NOW, days * 24 * 60 * 60_000)
const APPS = ['agent', 'staff', 'resident'] as const

type Build = Readonly<Record<string, string>>
const OLD: Build = {
  'CasePage-aaaaaaaa.js': '// the old page',
  'main-bbbbbbbb.css': 'old{}',
  'argon2.worker-cccccccc.js': '// old worker',
  'font-dddddddd.woff2': 'font',
  'same-eeeeeeee.js': '// in both',
}
const NEW: Build = { 'CasePage-ffffffff.js': '// the new page', 'same-eeeeeeee.js': '// in both' }

const state: { test?: TestHouse; folders: string[] } = { folders: [] }
beforeAll(async () => {
  state.test = await openTestHouse()
})
afterAll(async () => {
  await state.test?.[Symbol.asyncDispose]()
  for (const folder of state.folders) await rm(folder, { recursive: true, force: true })
})

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-assets-'))
  state.folders.push(folder)
  return folder
}

/** A build of all three apps, each with these assets. */
async function build(assets: Build): Promise<string> {
  const folder = await aFolder()
  for (const app of APPS) {
    await mkdir(join(folder, app, 'assets'), { recursive: true })
    await writeFile(join(folder, app, 'index.html'), `<title>${app}</title>`)
    await writeFile(join(folder, app, 'sw.js'), '// worker')
    for (const [name, words] of Object.entries(assets)) await writeFile(join(folder, app, 'assets', name), words)
  }
  return folder
}

/** The old build was served, then the new one is, and its server is asked. */
async function deploy(builds: readonly Build[], days = 1) {
  const archiveDir = await aFolder()
  let clientDir = ''
  for (const [nth, assets] of builds.entries()) {
    clientDir = await build(assets)
    await keepAssets({ clientDir, archiveDir, now: daysLater(nth * days) })
  }
  if (!state.test) throw new Error('opened before all')
  const server = await listenTo(state.test.house, { clientDir, archiveDir })
  const open = (path: string): Promise<Response> => fetch(`${server.url}${path}`, { headers: { accept: '*/*' } })
  return { archiveDir, clientDir, open, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('[SYNC-R25] after a deployment', () => {
  it.each(['/agent', '/staff', ''])(
    'an old page of %s/ gets what it loads late, with the headers of any asset',
    async (app) => {
      await using deployed = await deploy([OLD, NEW])
      const [old, fresh] = [
        await deployed.open(`${app}/assets/CasePage-aaaaaaaa.js`),
        await deployed.open(`${app}/assets/CasePage-ffffffff.js`),
      ]
      expect([old.status, await old.text()]).toEqual([200, '// the old page'])
      expect([fresh.status, await fresh.text()]).toEqual([200, '// the new page'])
      const told = (response: Response) =>
        [
          'content-type',
          'cache-control',
          'content-security-policy',
          'x-content-type-options',
          'permissions-policy',
        ].map((name) => response.headers.get(name))
      expect(told(old)).toEqual(told(fresh))
      expect(old.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    },
  )

  it('[VAULT-R5] the old worker, and it alone, may still compile WebAssembly', async () => {
    await using deployed = await deploy([OLD, NEW])
    const rule = async (path: string) => (await deployed.open(path)).headers.get('content-security-policy')
    expect(await rule('/agent/assets/argon2.worker-cccccccc.js')).toContain("'wasm-unsafe-eval'")
    expect(await rule('/staff/assets/argon2.worker-cccccccc.js')).not.toContain("'wasm-unsafe-eval'")
    expect(await rule('/agent/assets/CasePage-aaaaaaaa.js')).not.toContain("'wasm-unsafe-eval'")
  })

  it('each app has its own, and what no build had is not there', async () => {
    const onlyStaff = await deploy([OLD, NEW])
    await rm(archivedAssets(onlyStaff.archiveDir, 'agent'), { recursive: true })
    expect((await onlyStaff.open('/agent/assets/CasePage-aaaaaaaa.js')).status).toBe(404)
    expect((await onlyStaff.open('/staff/assets/CasePage-aaaaaaaa.js')).status).toBe(200)
    expect((await onlyStaff.open('/agent/assets/CasePage-00000000.js')).status).toBe(404)
    await onlyStaff[Symbol.asyncDispose]()
  })

  it('pages and the service worker are this build’s, and no way leads out of the archive', async () => {
    await using deployed = await deploy([OLD, NEW])
    await writeFile(join(deployed.archiveDir, 'agent', 'sw.js'), '// of before')
    await writeFile(join(deployed.archiveDir, 'agent', 'old.html'), '<p>of before</p>')
    await writeFile(join(deployed.archiveDir, 'secret-aaaaaaaa.js'), '// secret')
    expect(await (await deployed.open('/agent/sw.js')).text()).toBe('// worker')
    for (const path of [
      '/agent/old.html',
      '/agent/assets/old.html',
      '/agent/assets/sw.js',
      '/agent/assets/..%2fold.html',
      '/agent/assets/..%2f..%2fsecret-aaaaaaaa.js',
      '/agent/assets/%2e%2e/%2e%2e/secret-aaaaaaaa.js',
      '/agent/assets/..%5c..%5csecret-aaaaaaaa.js',
      '/assets/..%2f..%2fagent%2fassets%2fCasePage-aaaaaaaa.js',
    ]) {
      const response = await deployed.open(path)
      expect([400, 403, 404], path).toContain(response.status)
      expect(await response.text(), path).not.toMatch(/of before|secret/)
    }
  })
})

describe('[SYNC-R25] the archive', () => {
  const namesIn = (archiveDir: string) => readdir(archivedAssets(archiveDir, 'agent'))

  it('forgets what no build has had for 180 days, and not a day earlier', async () => {
    await using kept = await deploy([OLD, NEW], 180)
    expect(await namesIn(kept.archiveDir)).toContain('CasePage-aaaaaaaa.js')
    await keepAssets({ clientDir: kept.clientDir, archiveDir: kept.archiveDir, now: daysLater(181) })
    expect(await namesIn(kept.archiveDir)).toEqual(['CasePage-ffffffff.js', 'same-eeeeeeee.js'])
  })

  it('counts from the day on which a build last had it, however long that build was served', async () => {
    const [archiveDir, old, fresh] = [await aFolder(), await build(OLD), await build(NEW)]
    for (const day of [0, 200, 400]) await keepAssets({ clientDir: old, archiveDir, now: daysLater(day) })
    await keepAssets({ clientDir: fresh, archiveDir, now: daysLater(401) })
    expect(await namesIn(archiveDir)).toContain('CasePage-aaaaaaaa.js')
  })

  it('takes hashed names alone: no page, nothing that may change under its name, and throws strangers out', async () => {
    const archiveDir = await aFolder()
    const odd = {
      'index-aaaaaaaa.html': '<p>',
      'sw.js': '//',
      'config.json': '{}',
      '.env': 'x',
      'good-aaaaaaaa.js': '//',
    }
    const clientDir = await build(odd)
    await keepAssets({ clientDir, archiveDir, now: NOW })
    expect(await namesIn(archiveDir)).toEqual(['good-aaaaaaaa.js'])
    await writeFile(join(archivedAssets(archiveDir, 'agent'), 'planted.html'), '<p>')
    await keepAssets({ clientDir, archiveDir, now: NOW })
    expect(await namesIn(archiveDir)).toEqual(['good-aaaaaaaa.js'])
  })

  it('mends a copy that is not whole, and is the same when several processes keep at once', async () => {
    const [archiveDir, clientDir] = [await aFolder(), await build(OLD)]
    await Promise.all([1, 2, 3].map(() => keepAssets({ clientDir, archiveDir, now: NOW })))
    const path = join(archivedAssets(archiveDir, 'agent'), 'CasePage-aaaaaaaa.js')
    await writeFile(path, '// the')
    await utimes(path, new Date(NOW), new Date(NOW))
    await keepAssets({ clientDir, archiveDir, now: NOW })
    expect(await readFile(path, 'utf8')).toBe('// the old page')
    expect(await readdir(join(archiveDir, 'half'))).toEqual([])
  })
})
