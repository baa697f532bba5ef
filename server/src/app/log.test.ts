import { DatabaseError } from 'pg'
import { expect, it } from 'vitest'
import { assertNever } from '@onetrip/shared/lib/result'
import { CourierOutage } from '../domain/dispatch/courier'
import { describeError } from './log'

const NAME = '欧阳样例'

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

it.each([
  [
    'the database',
    Object.assign(new DatabaseError(`invalid input: "${NAME}"`, 1, 'error'), { detail: NAME, code: '22P02' }),
  ],
  ['a parser', thrownBy(() => JSON.parse(`{"name": "${NAME}" x`))],
  ['a case that nobody thought of', thrownBy(() => assertNever({ name: NAME } as never))],
  ['a wrapped one', new Error('push failed', { cause: thrownBy(() => JSON.parse(`"${NAME}`)) })],
  ['no error at all', { name: NAME }],
])('keeps to itself what %s quotes', (_name, error) => {
  expect(JSON.stringify(describeError(error))).not.toContain(NAME)
})

it('says what and where', () => {
  const refusal = Object.assign(new DatabaseError('…', 1, 'error'), { code: '23505', constraint: 'cases_pkey' })
  expect(describeError(refusal)).toMatchObject({ type: 'error', code: '23505', constraint: 'cases_pkey' })
  const own = describeError(new Error('document 17 is to be printed and does not exist'))
  expect(own.message).toBe('document 17 is to be printed and does not exist')
  expect(own.stack).toContain('log.test.ts')
  expect(describeError(new CourierOutage('timeout', '15 s')).message).toBe('timeout: 15 s')
})
