// A house with a bit of everything in it, a folder for its backups, and an empty database to bring it back into.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'

import { OpId, type CaseId } from '@onetrip/shared/lib/ids'
import { PlainDate } from '@onetrip/shared/lib/time'
import { only, readFile, takeIn } from '../../../test/caseFixture'
import { createTestDatabase, type TestDatabase } from '../../../test/database'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { openOutside } from '../../../test/outside'
import { SIGNBOARD } from '../../../test/samples'
import { createPartialUploads } from '../../adapters/files/partialUploads'
import { createScanStore } from '../../adapters/files/scanStore'
import { createCatalogueReader } from '../../domain/feed/readCatalogue'
import { printDocument } from '../../domain/document/printDocument'
import { newId } from '../parts'
import { inRoot } from '../root'
import { backUp, type Backup } from './backUp'
import { restore, type Restore } from './restore'

export const MIGRATIONS = inRoot('server', 'migrations')

export type BackupScene = AsyncDisposable & {
  readonly test: TestHouse
  readonly folder: string
  readonly target: Target
  readonly said: string[]
  readonly backUp: (change?: Partial<Backup>) => ReturnType<typeof backUp>
  readonly restore: (change?: Partial<Restore>) => Promise<void>
}

export async function openBackupScene(): Promise<BackupScene> {
  const test = await openTestHouse()
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-backup-'))
  const target = await openTarget()
  const said: string[] = []
  const say = (line: string): void => void said.push(line)
  const common = { folder, say }
  return {
    test,
    folder,
    target,
    said,
    backUp: (change = {}) => {
      test.pass(1)
      const from = { ownerUrl: urlOf(test.ownerPool), dataDir: test.dataDir, madeAt: test.house.clock() }
      return backUp({ ...common, ...from, software: '0.0.0', ...change })
    },
    restore: (change = {}) => {
      const to = { ownerUrl: urlOf(target.ownerPool), dataDir: target.dataDir, migrationsDir: MIGRATIONS }
      const news = { epoch: newId(), now: test.house.clock() }
      return restore({ ...common, ...to, ...news, isLossAllowed: false, ...change })
    },
    [Symbol.asyncDispose]: async () => {
      await target[Symbol.asyncDispose]()
      await test[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

/** A database without a table, and a data folder without a file. */
export type Target = TestDatabase & { readonly dataDir: string }

async function openTarget(): Promise<Target> {
  const database = await createTestDatabase()
  await database.ownerPool.query('drop schema public cascade; create schema public')
  const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-restored-'))
  return {
    ...database,
    dataDir,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

const urlOf = (pool: Pool): string => pool.options.connectionString ?? ''

/** The same people and the same clock over what was restored. */
export async function houseOver(test: TestHouse, target: Target): Promise<TestHouse> {
  const house = {
    ...test.house,
    pool: target.pool,
    guestPool: target.pool,
    readCatalogue: createCatalogueReader(),
    scans: await createScanStore(join(target.dataDir, 'scans'), newId),
    uploads: await createPartialUploads(target.dataDir),
  }
  return { ...test, house, ownerPool: target.ownerPool, databaseUrl: target.url, dataDir: target.dataDir }
}

/** Text with everything that COPY writes otherwise. */
const AWKWARD = 'a\nb\tc\\d\\N\r\u0001 龘𠮷🙂 \\.'

/** Cases at every stage, written acts printed and not, a sending, an announcement, a session, tries, a cut upload. */
export async function fill(test: TestHouse): Promise<{ readonly issued: CaseId }> {
  await using outside = await openOutside(test)
  const issued = await takeIn(test, { house: outside.house })
  await decide(test, issued.caseId, [{ kind: 'accept' }, { kind: 'approve' }, ISSUE])
  for (const { documentId } of await documentsOf(test)) await printDocument(outside.deps, documentId)
  const accepted = await takeIn(test, { house: outside.house, actor: test.actors.otherAgent })
  await decide(test, accepted.caseId, [{ kind: 'accept' }])
  await takeIn(test, { house: outside.house, itemCodes: [SIGNBOARD], scans: 12 })
  const { caseId, pages } = await takeIn(test, { house: outside.house, isArriving: true })
  await test.ownerPool.query(
    `insert into upload select district_id, gen_random_uuid(), gen_random_uuid(), case_id, scan_id, now()
       from scan where case_id = $1 and scan_id = $2`,
    [caseId, pages.at(-1)?.ref.scanId],
  )
  await test.ownerPool.query(`update person set name = $1 where login_name = 'admin'`, [AWKWARD])
  await test.ownerPool.query(
    `insert into session select district_id, '\\x00ff', 'staff', post_id, now(), now() + interval '1 day' from post limit 1`,
  )
  await test.ownerPool.query(`insert into attempt select district_id, 'name x', now(), 10 from district`)
  return { issued: issued.caseId }
}

type Act = Parameters<ReturnType<typeof callerFor>['task']['decide']>[0]['act']

const ISSUE: Act = {
  kind: 'issue',
  document: { name: '食品经营许可证', number: '样例 1', issuedOn: PlainDate.parse('2026-01-05') },
}

async function decide(test: TestHouse, caseId: CaseId, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    const { taskId, revision } = only((await readFile(test.house, caseId)).tasks)
    const input = { opId: OpId.parse(newId()), caseId, taskId, baseRevision: revision, act }
    const outcome = await callerFor(test.house, test.actors.marketReviewer).task.decide(input)
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome))
  }
}

async function documentsOf({ ownerPool }: TestHouse) {
  return (await ownerPool.query<{ documentId: string }>('select document_id as "documentId" from document')).rows
}

export type Rows = Readonly<Record<string, readonly string[]>>

/** Each row of each table as text, to the microsecond. */
export async function dump(pool: Pool): Promise<Rows> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const found: [string, string[]][] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} as t order by 1`)
    found.push([name, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(found)
}

/** Paths of all files under a folder, with what is in none of them left out. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
