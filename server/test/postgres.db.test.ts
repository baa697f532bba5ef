// Goal: whatever is killed, the next start finds the same database with every acknowledged row. Method: real clusters in
// throw-away folders, real signals. (Power loss cannot be had here; `fsync is on` is asserted in its place.)
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, it } from 'vitest'
import { deletePostgres, startPostgres } from '../src/app/embedded/postgres'
import type { Postgres } from '../src/app/embedded/postgres'
import { findCommandLine, sendSignal, waitUntilGone } from '../src/app/embedded/process'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) {
    await deletePostgres(folder)
    await rm(folder, { recursive: true, force: true })
  }
})

it('makes a cluster once: the same rows, the same secrets and the same port after a stop', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir)
  await writeRow(first, 'kept')
  await first.stop()
  expect(findCommandLine(first.pid)).toBeUndefined()

  const second = await start(dataDir)
  expect(second.how).toBe('started')
  expect(second.ownerUrl).toBe(first.ownerUrl)
  expect(await readRows(second)).toEqual(['kept'])
})

it('adopts a postmaster that outlived its parent', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir)
  await writeRow(first, 'kept')

  const second = await start(dataDir)
  expect(second).toMatchObject({ how: 'adopted', pid: first.pid, ownerUrl: first.ownerUrl })
  expect(await readRows(second)).toEqual(['kept'])
  await second.stop()
  await first.gone
})

it('keeps every acknowledged row when the postmaster and all its children are killed', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir, 'full')
  await writeRow(first, 'acknowledged')
  for (const pid of await familyOf(first)) sendSignal(pid, 'SIGKILL')

  const second = await start(dataDir, 'full')
  expect(second.how).toBe('started')
  expect(await readRows(second)).toEqual(['acknowledged'])
})

it('starts when only the postmaster was killed and a child is still at work', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir, 'full')
  await writeRow(first, 'kept')
  const busy = await connect(first.ownerUrl)
  busy.on('error', () => undefined)
  const isCut = expect(busy.query('select pg_sleep(600)')).rejects.toThrow()
  process.kill(first.pid, 'SIGKILL')

  const second = await start(dataDir, 'full')
  await isCut
  expect(second.pid).not.toBe(first.pid)
  expect(await readRows(second)).toEqual(['kept'])
})

it('starts when the lock file names a stranger that is alive', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir, 'full')
  await writeRow(first, 'kept')
  process.kill(first.pid, 'SIGKILL')
  await waitUntilGone(first.pid, 5_000)

  const { uid, gid } = await stat(first.directory)
  const stranger = spawn('sleep', ['60'], { cwd: '/', uid, gid })
  const lockFile = join(first.directory, 'postmaster.pid')
  const text = await readFile(lockFile, 'utf8')
  await writeFile(lockFile, text.replace(/^\d+/, String(stranger.pid)))

  const second = await start(dataDir, 'full')
  expect(await readRows(second)).toEqual(['kept'])
  expect(stranger.exitCode).toBeNull()
  stranger.kill()
})

it('moves to another port when its own is taken, and stays there', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir)
  await first.stop()
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(portOf(first), '127.0.0.1', resolve))

  const second = await start(dataDir)
  expect(portOf(second)).not.toBe(portOf(first))
  await second.stop()
  squatter.close()
  const third = await start(dataDir)
  expect(portOf(third)).toBe(portOf(second))
})

it('is not fooled by a cluster that was never finished', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir)
  await first.stop()
  await rm(first.directory, { recursive: true })
  await writeFile(`${first.directory}.making-killed`, '')

  const second = await start(dataDir)
  await writeRow(second, 'new')
  expect((await readdir(dataDir)).sort()).toEqual(['logs', 'postgres', 'postgres.json'])
})

it('writes durably, and keeps its secrets from other accounts', async () => {
  const dataDir = await newFolder()
  const postgres = await start(dataDir, 'full')
  const client = await connect(postgres.appUrl)
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'password_encryption', 'listen_addresses']
  const { rows } = await client.query<{ setting: string }>(
    'select setting from pg_settings where name = any($1) order by array_position($1, name)',
    [settings],
  )
  await client.end()
  expect(rows.map(({ setting }) => setting)).toEqual(['on', 'on', 'on', 'scram-sha-256', '127.0.0.1'])
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600)
  const wrong = new URL(postgres.appUrl)
  wrong.password = 'guess'
  await expect(connect(wrong.href)).rejects.toThrow('password authentication failed')
})

it('gives the program a role that owns nothing and cannot step around row-level security', async () => {
  const dataDir = await newFolder()
  const postgres = await start(dataDir)
  const client = await connect(postgres.appUrl)
  const { rows } = await client.query(
    'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
  )
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }])
  await expect(client.query('create table mine (id int)')).rejects.toThrow('permission denied')
  await expect(client.query('set role onetrip_owner')).rejects.toThrow('permission denied')
  await client.end()
})

async function newFolder(): Promise<string> {
  const folder = join(await realpath(tmpdir()), `onetrip-test-${process.pid}-${randomUUID()}`)
  folders.push(folder)
  return folder
}

function start(dataDir: string, durability: 'full' | 'off' = 'off'): Promise<Postgres> {
  return startPostgres({ dataDir, durability, say: () => undefined })
}

const portOf = (postgres: Postgres): number => Number(new URL(postgres.appUrl).port)

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

async function writeRow(postgres: Postgres, word: string): Promise<void> {
  const client = await connect(postgres.ownerUrl)
  await client.query('create table if not exists note (word text)')
  await client.query('insert into note values ($1)', [word])
  await client.end()
}

async function readRows(postgres: Postgres): Promise<string[]> {
  const client = await connect(postgres.ownerUrl)
  const { rows } = await client.query<{ word: string }>('select word from note')
  await client.end()
  return rows.map(({ word }) => word)
}

/** Every process of the cluster, as the cluster itself lists them. */
async function familyOf(postgres: Postgres): Promise<number[]> {
  const client = await connect(postgres.adminUrl)
  client.on('error', () => undefined)
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()')
  await client.end()
  return [postgres.pid, ...rows.map(({ pid }) => pid)]
}
