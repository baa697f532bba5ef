import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database'
import { migrate } from './migrate'

type Files = Readonly<Record<string, string>>

/** An empty database of its own and a folder of migrations. */
async function createBench(files: Files) {
  const db = await createTestDatabase()
  const ownerPool = db.ownerPool
  await ownerPool.query('drop schema public cascade; create schema public; grant usage on schema public to public')
  const dir = await mkdtemp(join(tmpdir(), 'onetrip-migrations-'))
  const write = async (more: Files): Promise<void> => {
    for (const [name, sql] of Object.entries(more)) await writeFile(join(dir, name), sql)
  }
  await write(files)
  return {
    dir,
    ownerPool,
    appPool: db.pool,
    write,
    run: () => migrate(ownerPool, dir),
    [Symbol.asyncDispose]: async () => {
      await rm(dir, { recursive: true })
      await db[Symbol.asyncDispose]()
    },
  }
}

const TWO = { '0001-a.sql': 'create table a (id int); create table b (id int);', '0002-b.sql': 'drop table b;' }

it('applies each file once, in order, and records it', async () => {
  await using bench = await createBench(TWO)
  expect(await bench.run()).toEqual(['0001-a.sql', '0002-b.sql'])
  expect(await bench.run()).toEqual([])
  await bench.write({ '0003-c.sql': 'insert into a values (7);' })
  expect(await bench.run()).toEqual(['0003-c.sql'])
  const { rows } = await bench.ownerPool.query('select version, name from schema_migration order by version')
  expect(rows.map((row: { name: string }) => row.name)).toEqual(['0001-a.sql', '0002-b.sql', '0003-c.sql'])
})

it('applies each file once when several processes start at the same moment', async () => {
  await using bench = await createBench({ ...TWO, '0003-c.sql': 'insert into a values (7); select pg_sleep(0.1);' })
  const runs = await Promise.all([bench.run(), bench.run()])
  expect(runs.flat().sort()).toEqual(['0001-a.sql', '0002-b.sql', '0003-c.sql'])
  expect((await bench.ownerPool.query('select id from a')).rows).toEqual([{ id: 7 }])
})

it('takes longer than a statement otherwise may, and waits as long for another process', async () => {
  await using bench = await createBench({ '0001-a.sql': 'create table a (id int); select pg_sleep(0.6);' })
  const { connectionString = '' } = bench.ownerPool.options
  const hasty = new Pool({ connectionString, max: 2, statement_timeout: 300 })
  const runs = await Promise.all([migrate(hasty, bench.dir), migrate(hasty, bench.dir)])
  await hasty.end()
  expect(runs.flat()).toEqual(['0001-a.sql'])
})

it('keeps nothing of a file that fails, and goes on from there once it is mended', async () => {
  await using bench = await createBench({
    ...TWO,
    '0003-c.sql': 'insert into a values (7); insert into nowhere values (1);',
  })
  await expect(bench.run()).rejects.toThrow('0003-c.sql failed and changed nothing')
  expect((await bench.ownerPool.query('select id from a')).rows).toEqual([])
  await bench.write({ '0003-c.sql': 'insert into a values (8);' })
  expect(await bench.run()).toEqual(['0003-c.sql'])
  expect((await bench.ownerPool.query('select id from a')).rows).toEqual([{ id: 8 }])
})

it('names the file, too, when what is wrong with it shows at the commit only', async () => {
  await using bench = await createBench({
    ...TWO,
    '0003-c.sql': `alter table a add unique (id);
      create table c (a_id integer references a (id) initially deferred); insert into c values (99);`,
  })
  await expect(bench.run()).rejects.toThrow('0003-c.sql failed and changed nothing')
})

it('takes a file with other line ends for the same file', async () => {
  await using bench = await createBench({ '0001-a.sql': 'create table a\n(id int);\n' })
  await bench.run()
  await bench.write({ '0001-a.sql': 'create table a\r\n(id int);\r\n' })
  expect(await bench.run()).toEqual([])
})

it.each([
  ['changed', (dir: string) => writeFile(join(dir, '0001-a.sql'), 'create table a (id int8);'), /0001-a.sql differs/],
  ['renamed', (dir: string) => rename(join(dir, '0002-b.sql'), join(dir, '0002-c.sql')), /0002-c.sql differs/],
  ['deleted', (dir: string) => rm(join(dir, '0002-b.sql')), /0002-b.sql was applied .* missing/],
])('refuses when an applied file was %s, and applies nothing new', async (_word, spoil, message) => {
  await using bench = await createBench(TWO)
  await bench.run()
  await spoil(bench.dir)
  await expect(bench.run()).rejects.toThrow(message)
})

it.each([
  ['a gap', { '0001-a.sql': 'select 1', '0003-c.sql': 'select 1' }],
  ['a number given twice', { '0001-a.sql': 'select 1', '0001-b.sql': 'select 1' }],
  ['a name without a number', { 'create.sql': 'select 1' }],
])('refuses %s in the numbers', async (_word, files) => {
  await using bench = await createBench(files)
  await expect(bench.run()).rejects.toThrow('numbered without gap or repeat')
})

it('cannot be run by the program’s own role', async () => {
  await using bench = await createBench(TWO)
  await expect(migrate(bench.appPool, bench.dir)).rejects.toThrow('permission denied')
})
