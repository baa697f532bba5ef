// The program from end to end, in this process: prepared by the owner, served by the app's role, with all its parts.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database'
import { openPage, openSignedIn } from '../../test/page'
import type { DemoSignIn } from '../domain/prepare/demoPeople'
import { mintSealingKey } from '../adapters/sealing/sealingKeys'
import { mintPrivateKey } from '../adapters/signing/keys'
import { readSettings, type Settings } from './environment'
import { readOutsideSettings } from './outsideSettings'
import { newId, random } from './parts'
import { prepare } from './prepare'
import { serve } from './serve'

it('prepares once: a repeat changes nothing and keeps the sign-ins, which only the owner of the folder can read', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  const first = await scene.prepare()
  const [epoch, rows, file] = [await scene.epoch(), await scene.catalogueHead(), await scene.readSignIns()]
  expect(first).toEqual([expect.stringMatching(/^published: \d+ rows of the catalogue of 芙蓉区$/)])
  expect(file.map(({ loginName, app }) => [loginName, app])).toEqual([
    ['agent-hehuayuan', 'agent'],
    ['agent-fengquan', 'agent'],
    ['reviewer-market', 'staff'],
    ['reviewer-fire', 'staff'],
    ['reviewer-civil', 'staff'],
    ['dispatcher', 'staff'],
    ['admin', 'staff'],
    ['admin-2', 'staff'],
  ])
  for (const { password } of file) expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(new Set(file.map(({ password }) => password)).size).toBe(file.length)
  expect((await stat(scene.signInPath)).mode & 0o777).toBe(0o600)

  expect(await scene.prepare()).toEqual([])
  expect([await scene.epoch(), await scene.catalogueHead(), await scene.readSignIns()]).toEqual([epoch, rows, file])
})

it('makes new sign-ins when their list was lost, and lets the list of a folder into a new database', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  await scene.prepare()
  const before = await scene.readSignIns()
  await rm(scene.signInPath)
  await scene.prepare()
  const after = await scene.readSignIns()
  expect(after.map(({ password }) => password)).not.toEqual(before.map(({ password }) => password))

  await using another = await createTestDatabase()
  await prepare(scene.settings, ownerUrlOf(another), () => undefined)
  const served = await serve({ settings: scene.settings, outside: readOutsideSettings({}), databaseUrl: another.url })
  try {
    for (const signIn of after) await openSignedIn(served.url, signIn)
  } finally {
    await served.stop()
  }
})

it('[SYNC-R17] gives the agents of an older list a code, changes nothing else of it, and lets a tablet in with it', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  await scene.prepare()
  const list = await scene.readSignIns()
  const older = list.map(({ registrationCode: _code, ...one }) => one)
  await writeFile(scene.signInPath, JSON.stringify(older))
  await scene.prepare()
  const after = await scene.readSignIns()
  expect(after.map(({ registrationCode: _code, ...one }) => one)).toEqual(older)
  expect(after.filter(({ registrationCode }) => registrationCode).map(({ role }) => role)).toEqual(['agent', 'agent'])
  const [agent] = after
  if (!agent) throw new Error('no agent')
  const served = await scene.serve()
  try {
    const page = await openSignedIn(served.url, agent)
    const tablet = { deviceId: newId(), code: agent.registrationCode }
    expect((await page.mutate('session.registerDevice', tablet)).body).toMatchObject({ status: 'registered' })
  } finally {
    await served.stop()
  }
})

it('[VAULT-R17] lets in whoever came to the demo since a folder’s list was made, and changes nothing else of it', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  await scene.prepare()
  const list = await scene.readSignIns()
  const older = list.filter(({ loginName }) => loginName !== 'admin-2')
  await scene.database.ownerPool.query(
    `with gone as (delete from post using person where person.person_id = post.person_id and login_name = 'admin-2')
     delete from person where login_name = 'admin-2'`,
  )
  await writeFile(scene.signInPath, JSON.stringify(older))
  await scene.prepare()
  const after = await scene.readSignIns()
  expect(after.slice(0, -1)).toEqual(older)
  expect(after.at(-1)).toMatchObject({ loginName: 'admin-2', role: 'admin' })
})

it('makes nobody up where it is no demo', async () => {
  await using scene = await openScene({})
  await scene.prepare()
  await expect(stat(scene.signInPath)).rejects.toThrow('ENOENT')
  const { rows } = await scene.database.ownerPool.query('select count(*)::int as n from person')
  expect(rows).toEqual([{ n: 0 }])
})

it('serves two processes’ worth over one database and one folder, and stops without leaving anything', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  await scene.prepare()
  const [first, second] = await Promise.all([scene.serve(), scene.serve()])
  const agent = (await scene.readSignIns())[0]
  if (!agent) throw new Error('no agent')
  const page = await openSignedIn(first.url, agent)
  const elsewhere = await openPage(second.url, 'agent').fetch('session.who', {
    headers: { cookie: page.cookie() ?? '' },
  })
  expect(await elsewhere.json()).toMatchObject({ result: { data: { me: { name: agent.name } } } })
  const health = await Promise.all([first, second].map(async ({ url }) => (await fetch(`${url}/health`)).json()))
  expect(health).toEqual([1, 2].map(() => ({ status: 'ok', epoch: expect.any(String) as string })))

  const watching = await page.fetch('sync.pokes')
  expect(watching.status).toBe(200)
  const startMs = performance.now()
  await Promise.all([first.stop(), second.stop()])
  expect(performance.now() - startMs).toBeLessThan(8_000)
  await expect(fetch(`${first.url}/health`)).rejects.toThrow()
})

it('does not serve without a key to sign acknowledgements with', async () => {
  await using scene = await openScene({ ONETRIP_ACKNOWLEDGEMENT_KEYS: '' })
  await scene.prepare()
  await expect(scene.serve()).rejects.toThrow('ONETRIP_ACKNOWLEDGEMENT_KEYS')
})

it('does not serve what is not prepared', async () => {
  await using scene = await openScene({ ONETRIP_DEMO: '1', ONETRIP_PORT: '0' })
  await expect(scene.serve()).rejects.toThrow('run the preparation step')
})

type Scene = AsyncDisposable & {
  readonly database: TestDatabase
  readonly settings: Settings
  readonly signInPath: string
  readonly prepare: () => Promise<string[]>
  readonly serve: () => ReturnType<typeof serve>
  readonly readSignIns: () => Promise<DemoSignIn[]>
  readonly epoch: () => Promise<unknown>
  readonly catalogueHead: () => Promise<unknown>
}

async function openScene(variables: Readonly<Record<string, string>>): Promise<Scene> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-program-'))
  const ONETRIP_ACKNOWLEDGEMENT_KEYS = mintPrivateKey(random)
  const own = {
    ONETRIP_DATA: dataDir,
    ONETRIP_LOG: 'silent',
    ONETRIP_ACKNOWLEDGEMENT_KEYS,
    ONETRIP_ENVELOPE_KEYS: mintSealingKey(random),
    ONETRIP_RECOVERY_KEYS: mintSealingKey(random),
  }
  const settings = readSettings({ ...own, ...variables })
  const signInPath = join(dataDir, 'demo-sign-ins.json')
  return {
    database,
    settings,
    signInPath,
    prepare: async () => {
      const said: string[] = []
      await prepare(settings, ownerUrlOf(database), (line) => said.push(line))
      return said
    },
    serve: () => serve({ settings, outside: readOutsideSettings({}), databaseUrl: database.url }),
    readSignIns: async () => JSON.parse(await readFile(signInPath, 'utf8')) as DemoSignIn[],
    epoch: () => rowsOf(database, 'select * from server_epoch'),
    catalogueHead: () => rowsOf(database, 'select * from feed'),
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

const ownerUrlOf = ({ ownerPool }: TestDatabase): string => ownerPool.options.connectionString ?? ''

async function rowsOf({ ownerPool }: TestDatabase, sql: string): Promise<readonly unknown[]> {
  const { rows } = await ownerPool.query<Record<string, unknown>>(sql)
  return rows
}
