import { readFileSync } from 'node:fs'
import {
  DepartmentEvent,
  DepartmentEventAnswer,
  DepartmentTaskFile,
  TaskAnnouncement,
} from '@onetrip/shared/department/message'
import { describe, expect, it } from 'vitest'
import { receiveEvent, receivePull } from './inbound'
import { publicKeyText, readPrivateKey, readPublicKey } from '../signing/keys'
import { signMessage } from './signature'

// Goal: a department's developers can take docs/spec/department.md at its word.
// Method: its examples, its table of answers and its signatures are read here, out of the document itself.

const SPEC = readFileSync(new URL('../../../../docs/spec/department.md', import.meta.url), 'utf8')
const block = (name: string): string => new RegExp('```\\w+ ' + name + '\\n([^`]*)```').exec(SPEC)?.[1] ?? ''
const example = (name: string): unknown => JSON.parse(block(name))

describe('examples of the document', () => {
  it.each([
    ['[DEPT-R7]', 'department-announcement', TaskAnnouncement],
    ['[DEPT-R12]', 'department-task-file', DepartmentTaskFile],
  ])('%s %s is one of ours, to the last property', (_rule, name, schema) => {
    expect(schema.parse(example(name))).toEqual(example(name))
  })

  it('[DEPT-R16] department-event is taken', () => {
    expect(DepartmentEvent.parse(example('department-event'))).toMatchObject({ timestamp: '2026-07-02T02:05:00.000Z' })
  })

  it('[DEPT-R16] the table names every event, and no other', () => {
    const table = [...SPEC.matchAll(/^\| `(task\.[a-z-]+)` \| .* \| .* \|$/gm)].map((row) => row[1])
    const types = DepartmentEvent.def.options.flatMap((option) => option.def.shape.type.def.values)
    expect(table).toEqual(types)
  })

  it('[DEPT-R17] every answer of the table is one of ours, and every refusal is there', () => {
    const rows = [...SPEC.matchAll(/^\| `(\{"status".*\})` \|/gm)].map((row): unknown => JSON.parse(row[1] ?? ''))
    const answers = rows.map((row) => DepartmentEventAnswer.parse(row))
    expect(answers).toEqual(rows)
    const kinds = answers.map((answer) => (answer.status === 'refused' ? answer.refusal.kind : answer.status))
    expect(kinds).toEqual(['applied', 'parked', 'wrong-status', 'asked-once', 'point-unknown', 'malformed'])
  })
})

describe('the signature to check against', () => {
  const rows = block('department-vector').trimEnd().split('\n')
  const vector = new Map(rows.map((row) => [row.slice(0, 14).trim(), row.slice(14)]))
  const get = (name: string): string => vector.get(name) ?? ''
  const privateKey = readPrivateKey(get('private key'))
  const publicKey = readPublicKey(get('public key'))
  const nowSeconds = Number(get('timestamp'))
  const inbound = (what: 'event' | 'pull') => ({
    headers: {
      'webhook-id': get(`${what} id`),
      'webhook-timestamp': get('timestamp'),
      'webhook-signature': get(`${what} signed`),
    },
    publicKeys: publicKey.ok ? [publicKey.value] : [],
    nowSeconds,
  })

  it('[DEPT-R3] its keys belong together', () => {
    expect(privateKey.ok && publicKeyText(privateKey.value)).toBe(get('public key'))
  })

  it('[DEPT-R2] we sign the event as it says', () => {
    const payload = Buffer.from(get('event body'))
    const headers = privateKey.ok
      ? signMessage({ id: get('event id'), timestampSeconds: nowSeconds, payload }, [privateKey.value])
      : undefined
    expect(headers).toEqual(inbound('event').headers)
  })

  it('[DEPT-R2] we take the event', () => {
    const received = receiveEvent({ ...inbound('event'), body: Buffer.from(get('event body')) })
    expect(received).toMatchObject({ ok: true, value: { messageId: 'evt_1', reading: { kind: 'event' } } })
  })

  it('[DEPT-R11] we take the pull', () => {
    const received = receivePull({ ...inbound('pull'), path: get('pull path') })
    expect(received).toMatchObject({ ok: true, value: { messageId: 'get_1' } })
  })
})
