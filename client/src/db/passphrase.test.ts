import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { DeviceId, DistrictId, PostId } from '@onetrip/shared/lib/ids'
import { DeviceRegistry } from './deviceRegistry'
import { makePassphraseCheck, tryPassphrase } from './passphrase'

const postId = PostId.parse('01890000-0000-7000-8000-000000000001')
const me = {
  districtId: DistrictId.parse('430102'),
  postId,
  personId: postId,
  name: '李想',
  role: 'agent',
  unitId: '430102014004',
  unitName: '荷花园社区',
} as const

async function registryWith(passphrase: string): Promise<DeviceRegistry> {
  const registry = new DeviceRegistry(`registry-${randomBytes(4).toString('hex')}`)
  const check = await makePassphraseCheck(passphrase, randomBytes)
  await registry.agents.put({
    postId,
    me,
    deviceId: DeviceId.parse(postId),
    passphrase: check,
    failures: 0,
    notBeforeMs: 0,
  })
  return registry
}

it('opens for the right passphrase, typed with another keyboard’s full-width letters too', async () => {
  const registry = await registryWith('Lotus 2026')
  expect(await tryPassphrase(registry, { postId, passphrase: 'Ｌotus 2026', nowMs: 0 })).toMatchObject({
    kind: 'unlocked',
  })
})

it('slows down after the fourth wrong one, over a restart too, and forgets it all when the right one comes', async () => {
  const registry = await registryWith('Lotus 2026')
  const wrong = () => tryPassphrase(registry, { postId, passphrase: 'wrong', nowMs: 0 })
  expect([await wrong(), await wrong(), await wrong()]).toEqual(Array(3).fill({ kind: 'wrong', waitMs: 0 }))
  expect(await wrong()).toEqual({ kind: 'wrong', waitMs: 4000 })
  registry.close()
  await registry.open()
  expect(await tryPassphrase(registry, { postId, passphrase: 'Lotus 2026', nowMs: 3999 })).toEqual({
    kind: 'wait',
    waitMs: 1,
  })
  expect(await tryPassphrase(registry, { postId, passphrase: 'Lotus 2026', nowMs: 4000 })).toMatchObject({
    kind: 'unlocked',
  })
  expect(await wrong()).toEqual({ kind: 'wrong', waitMs: 0 })
})
