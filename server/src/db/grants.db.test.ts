import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database'

/** What the running program may do to each table besides reading it. */
const RIGHTS = {
  announcement: ['INSERT', 'UPDATE'],
  attempt: ['DELETE', 'INSERT', 'UPDATE'],
  audit_row: ['INSERT'],
  case_event: ['INSERT'],
  cases: ['INSERT', 'UPDATE'],
  department: [],
  device: ['INSERT', 'UPDATE'],
  dispatch: ['INSERT', 'UPDATE'],
  district: [],
  document: ['INSERT', 'UPDATE'],
  feed: ['INSERT', 'UPDATE'],
  feed_row: ['INSERT', 'UPDATE'],
  inbound_message: ['DELETE', 'INSERT'],
  operation: ['INSERT'],
  person: [],
  post: [],
  recovery_request: ['INSERT', 'UPDATE'],
  registration_code: ['INSERT', 'UPDATE'],
  scan: ['INSERT', 'UPDATE'],
  schema_migration: [],
  server_epoch: [],
  session: ['DELETE', 'INSERT', 'UPDATE'],
  station: [],
  task: ['INSERT', 'UPDATE'],
  upload: ['DELETE', 'INSERT', 'UPDATE'],
}

it('the program may write what it must, and what only the preparation writes it may not', async () => {
  await using db = await createTestDatabase()
  const { rows } = await db.ownerPool.query<{ name: string; rights: string[] }>(
    `select tables.table_name as name,
            coalesce(array_agg(privilege_type::text order by privilege_type) filter (where privilege_type <> 'SELECT'), '{}') as rights
       from information_schema.tables
       left join information_schema.role_table_grants as granted
         on granted.table_name = tables.table_name and granted.grantee = 'onetrip_app' and granted.table_schema = 'public'
      where tables.table_schema = 'public' group by tables.table_name order by tables.table_name`,
  )
  expect(Object.fromEntries(rows.map(({ name, rights }) => [name, rights]))).toEqual(RIGHTS)
})
