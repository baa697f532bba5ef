import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database'
import { migrate } from './migrate'

const MIGRATIONS = resolve(import.meta.dirname, '../../migrations')

/** A house that was in use before 0003: a district with two epochs, a task told, and one that could not be. */
const IN_USE = `
  insert into server_epoch values (gen_random_uuid(), '2026-02-01'), ('01890000-0000-7000-8000-000000000001', '2026-01-01');
  insert into district values ('430102', '{}');
  insert into station values ('430102', 's', '{}');
  insert into department values ('430102', 'd', '{}');
  insert into cases values ('430102', '01890000-0000-7000-8000-000000000002', 's', 1, 'r', 'q', '{}', '{}', false,
    gen_random_uuid(), gen_random_uuid(), now(), now(), now(), now(), now(), '[]', 0, '');
  insert into task select '430102', id::uuid, '01890000-0000-7000-8000-000000000002', id, 1, 'd', 1, '{}'
    from unnest(array['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b']) as id;
  insert into announcement (district_id, task_id, department_id, message_id, announced_at, answer)
    values ('430102', '01890000-0000-7000-8000-00000000000a', 'd', 'told', now(), '{"status": "registered"}'),
           ('430102', '01890000-0000-7000-8000-00000000000b', 'd', 'not told', null, '{"status": "not-connected"}');`

it('0003 keeps what a house had, says again what could not be said, and leaves it one epoch, the first', async () => {
  await using db = await createTestDatabase()
  const { ownerPool } = db
  await ownerPool.query('drop schema public cascade; create schema public; grant usage on schema public to public')
  const dir = await mkdtemp(join(tmpdir(), 'onetrip-upgrade-'))
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort()
  const bring = (names: readonly string[]) =>
    Promise.all(names.map((name) => copyFile(join(MIGRATIONS, name), join(dir, name))))
  await bring(files.slice(0, 2))
  await migrate(ownerPool, dir)
  await ownerPool.query(IN_USE)
  await bring(files.slice(2, 3))
  expect(await migrate(ownerPool, dir)).toEqual(['0003-second-tries.sql'])
  await rm(dir, { recursive: true })

  const { rows: announcements } = await ownerPool.query(
    'select message_id as id, kind, answer, announced_at is not null as told from announcement order by told',
  )
  expect(announcements).toEqual([
    { id: 'not told', kind: 'task.assigned', answer: null, told: false },
    { id: 'told', kind: 'task.assigned', answer: { status: 'registered' }, told: true },
  ])
  const { rows: epochs } = await ownerPool.query('select epoch from server_epoch')
  expect(epochs).toEqual([{ epoch: '01890000-0000-7000-8000-000000000001' }])
})
