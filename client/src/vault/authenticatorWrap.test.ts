import { expect, it } from 'vitest'
import { DistrictId, PostId } from '@onetrip/shared/lib/ids'
import { unwrapByAuthenticator } from './authenticatorWrap'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const PLACE = {
  districtId: DistrictId.parse('430102'),
  postId: PostId.parse('01980000-0000-7000-8000-000000000001'),
  vaultId: '01980000-0000-7000-8000-00000000000a',
}
const WRAP = {
  alg: 'webauthn-prf-hkdf-sha256-aes256gcm',
  credentialId: bytesOf('010203').buffer,
  transports: ['internal'],
  salt: bytesOf('07'.repeat(32)).buffer,
  wrapped: bytesOf(
    '030303030303030303030303ff53234b2604d18e10f731e1e6231287558582117c44cf044ebb9a70599746a720ceebc3b338575e51042697af1b447d',
  ).buffer,
} as const

// Written once, by node:crypto: what lies on tablets has to open with every later app.
it('[VAULT-R18] opens a wrap of the first app that made one', async () => {
  const secret = bytesOf('09'.repeat(32))
  const raw = await unwrapByAuthenticator({ wrap: WRAP, place: PLACE, secret })
  expect(Buffer.from(raw ?? []).toString('hex')).toBe('5a'.repeat(32))
  expect(Buffer.from(secret).toString('hex')).toBe('00'.repeat(32))
})

it('[VAULT-R18] takes no secret that is shorter than a key, and overwrites it', async () => {
  const secret = bytesOf('09'.repeat(16))
  await expect(unwrapByAuthenticator({ wrap: WRAP, place: PLACE, secret })).rejects.toThrow('32 bytes')
  expect(Buffer.from(secret).toString('hex')).toBe('00'.repeat(16))
})
