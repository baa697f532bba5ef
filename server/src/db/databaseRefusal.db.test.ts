import { DatabaseError } from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database'
import { findDatabaseRefusal, SENDERS_CONSTRAINTS } from './databaseRefusal'

const refused = (code: string, more: { readonly constraint?: string; readonly column?: string } = {}) =>
  findDatabaseRefusal(Object.assign(new DatabaseError('…', 1, 'error'), { code, ...more }))

it.each([
  ['a character that no text holds', '22021', {}, ''],
  ['a number too large for its column', '22003', { column: 'revision' }, 'revision'],
  ['a row too large', '54000', {}, ''],
  ['somebody else’s receipt number', '23505', { constraint: SENDERS_CONSTRAINTS[0] }, SENDERS_CONSTRAINTS[0]],
])('%s is the sender’s matter', (_what, code, more, where) => {
  expect(refused(code, more)).toEqual({ where })
})

it.each([
  ['two events under one number', '23505', { constraint: 'case_event_pkey' }],
  ['two rows of a feed under one number', '23505', { constraint: 'feed_row_district_id_feed_id_seq_key' }],
  ['an operation that another transaction has logged', '23505', { constraint: 'operation_pkey' }],
  ['a column left out', '23502', { column: 'content' }],
  ['a department that is not there', '23503', { constraint: 'task_district_id_department_id_fkey' }],
  ['a lost race', '40P01', {}],
  ['an outage', '57P01', {}],
])('%s is not', (_what, code, more) => {
  expect(refused(code, more)).toBeUndefined()
})

it('names constraints that are there', async () => {
  await using db = await createTestDatabase()
  const { rows } = await db.ownerPool.query<{ name: string }>(
    'select conname as name from pg_constraint where conname = any($1)',
    [SENDERS_CONSTRAINTS],
  )
  expect(rows.map(({ name }) => name).toSorted()).toEqual(SENDERS_CONSTRAINTS.toSorted())
})
