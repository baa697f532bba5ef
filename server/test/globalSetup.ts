// One throw-away PostgreSQL for the whole run. Its database is migrated once and never connected to again: every test
// gets its own copy of it (database.ts). What a killed run left behind is stopped and removed by the next one.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { readdir, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { deletePostgres, startPostgres } from '../src/app/embedded/postgres'
import { findCommandLine, sendSignal } from '../src/app/embedded/process'
import { createPool } from '../src/db/pool'
import { migrate } from '../src/db/migrate'

/** What a test needs to know to make its own database; `ownerUrl` and `appUrl` still name the closed template. */
export type TestPostgres = { readonly adminUrl: string; readonly ownerUrl: string; readonly appUrl: string }

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- vitest is told what it provides by merging into its interface; a type cannot be merged
  export interface ProvidedContext {
    testPostgres: TestPostgres
  }
}

const FOLDER = /^onetrip-test-(\d+)-/

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = await realpath(tmpdir())
  await removeLeftOvers(parent)
  const dataDir = join(parent, `onetrip-test-${process.pid}-${randomUUID()}`)
  try {
    const postgres = await startPostgres({ dataDir, durability: 'off', say: () => undefined })
    const { adminUrl, ownerUrl, appUrl } = postgres
    await migrateTemplate(ownerUrl)
    await closeTemplate(adminUrl)
    project.provide('testPostgres', { adminUrl, ownerUrl, appUrl })
    // Ctrl-C ends vitest without asking for the teardown.
    const endAtOnce = (): void => {
      sendSignal(postgres.pid, 'SIGQUIT')
      for (const path of [postgres.directory, dataDir]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    }
    process.once('exit', endAtOnce)
    return async () => {
      process.off('exit', endAtOnce)
      await remove(dataDir)
    }
  } catch (error) {
    await remove(dataDir)
    throw error
  }
}

async function migrateTemplate(ownerUrl: string): Promise<void> {
  const pool = createPool(ownerUrl, { max: 1 })
  try {
    await migrate(pool, resolve(import.meta.dirname, '../migrations'))
  } finally {
    await pool.end()
  }
}

/** A connection to the template would make every copy fail; so nobody gets one, not even by mistake. */
async function closeTemplate(adminUrl: string): Promise<void> {
  const pool = createPool(adminUrl, { max: 1 })
  try {
    await pool.query('alter database onetrip allow_connections false')
  } finally {
    await pool.end()
  }
}

async function removeLeftOvers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = FOLDER.exec(name)?.[1]
    if (pid === undefined || findCommandLine(Number(pid)) !== undefined) continue
    const folder = join(parent, name)
    const isOurs = (await stat(folder)).uid === process.getuid?.()
    if (isOurs) await remove(folder)
  }
}

async function remove(dataDir: string): Promise<void> {
  await deletePostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
}
