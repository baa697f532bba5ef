import { randomUUID } from 'node:crypto'
import { Dexie } from 'dexie'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DeviceId, PostId, StationId } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'
import { registerDevice } from './registerDevice'

const CODE = RegistrationCode.parse('7K3MQD4XA92B')
const wanted: RegisterDeviceAnswer = { status: 'code-wanted' }
const numbered = (deviceNumber: number): RegisterDeviceAnswer => {
  return { status: 'registered', deviceNumber, stationId: StationId.parse('430102009001') }
}
const KNOWN = {
  deviceId: DeviceId.parse('01980000-0000-7000-8000-0000000000de'),
  deviceNumber: 7,
  nextDeviceSeq: 5,
  nextReceiptCounter: 12,
}

/** An agent's store, before a server that answers in this order and then is out of reach. */
function setUp(...answers: RegisterDeviceAnswer[]) {
  const postId = PostId.parse(randomUUID())
  const db = new LocalDatabase(localDatabaseName(postId))
  onTestFinished(async () => {
    db.close()
    await Dexie.delete(db.name)
  })
  const mutate = vi.fn(async (_input: RegisterDeviceInput) => {
    const answer = answers.shift()
    if (!answer) throw new Error('no network')
    return answer
  })
  const client = { session: { registerDevice: { mutate } } } as unknown as ServerClient
  const register = (code?: RegistrationCode) => registerDevice({ client, postId, newId: randomUUID, code })
  const asked = () => mutate.mock.calls.map(([input]) => input)
  return { db, register, asked }
}

it('[SYNC-R17] keeps a key that signs, and that nobody can take away', async () => {
  const { db, register, asked } = setUp(wanted, numbered(7))
  expect(await register()).toEqual({ kind: 'code-wanted' })
  expect(await readMeta(db, 'device')).toBeUndefined()
  const registered = await register(CODE)
  const [first, second] = asked()
  expect(registered).toEqual({ kind: 'registered', deviceId: first?.deviceId })
  expect(second).toEqual({ ...first, code: CODE })

  const device = await readMeta(db, 'device')
  expect(device).toMatchObject({ deviceId: first?.deviceId, deviceNumber: 7, nextReceiptCounter: 0 })
  if (!device?.signingKey) throw new Error('no key was kept')
  expect(device.signingKey.extractable).toBe(false)
  const text = new TextEncoder().encode('一件')
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(ecdsa, device.signingKey, text)
  const point = Uint8Array.from(Buffer.from(first?.publicKey ?? '', 'base64'))
  const publicKey = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ])
  expect(await crypto.subtle.verify(ecdsa, publicKey, signature, text)).toBe(true)
})

describe('[SYNC-R17] after an answer that was none, or no', () => {
  it.each([
    ['wrong-code', { status: 'wrong-code' }, { kind: 'wrong-code' }],
    ['too many tries', { status: 'too-many-tries', retryAfterSeconds: 61 }, { kind: 'too-many-tries', waitMinutes: 2 }],
  ] as const)('%s: asks again under the same id and key', async (_name, refused, told) => {
    const { register, asked } = setUp(refused, numbered(7))
    expect(await register(CODE)).toEqual(told)
    expect(await register(CODE)).toMatchObject({ kind: 'registered' })
    expect(asked()[1]).toEqual(asked()[0])
  })

  it('a lost one: the code is not used up for nothing', async () => {
    const { register, asked } = setUp()
    expect(await register(CODE)).toEqual({ kind: 'unanswered' })
    expect(await register(CODE)).toEqual({ kind: 'unanswered' })
    expect(asked()[1]).toEqual(asked()[0])
  })

  it('an id that is another’s: the next try is under another, with another key', async () => {
    const { register, asked } = setUp({ status: 'id-taken' }, numbered(7))
    expect(await register(CODE)).toEqual({ kind: 'unanswered' })
    expect(await register(CODE)).toMatchObject({ kind: 'registered' })
    const [first, second] = asked()
    expect(second?.deviceId).not.toBe(first?.deviceId)
    expect(second?.publicKey).not.toBe(first?.publicKey)
  })
})

describe('a tablet that has a number', () => {
  it('[SYNC-R17] and no key yet, makes one under its id, and goes on counting where it was', async () => {
    const { db, register, asked } = setUp(numbered(7))
    await writeMeta(db, 'device', KNOWN)
    expect(await register()).toEqual({ kind: 'registered', deviceId: KNOWN.deviceId })
    expect(asked()).toEqual([{ deviceId: KNOWN.deviceId, publicKey: expect.stringMatching(/^B/) as string }])
    const device = await readMeta(db, 'device')
    expect(device).toMatchObject(KNOWN)
    expect(device?.signingKey?.usages).toEqual(['sign'])
  })

  it.each([
    ['no answer comes', []],
    ['its id is another’s', [{ status: 'id-taken' }]],
  ] as const)('goes on with it where %s', async (_name, answers) => {
    const { db, register } = setUp(...answers)
    await writeMeta(db, 'device', KNOWN)
    expect(await register()).toEqual({ kind: 'registered', deviceId: KNOWN.deviceId })
    expect(await readMeta(db, 'device')).toEqual(KNOWN)
  })

  it('[SYNC-R8] is asked for a code by a restored server that does not know it, and keeps its key', async () => {
    const { db, register, asked } = setUp(numbered(7), wanted, numbered(107))
    await register(CODE)
    expect(await register()).toEqual({ kind: 'code-wanted' })
    await register(CODE)
    expect(asked()[2]).toEqual(asked()[0])
    expect(await readMeta(db, 'device')).toMatchObject({ deviceId: asked()[0]?.deviceId, deviceNumber: 107 })
  })
})
