import { describe, expect, it } from 'vitest'
import { ROLES } from '@onetrip/shared/access/policy'
import { ROLES_BY_APP } from './app'
import { createPasswords, PASSWORD_COST } from './passwords'
import { toLoginName } from './signIn'
import { addressBlock } from './tries'

const NOBODYS = new Uint8Array(32)

describe('a password', () => {
  it('costs 64 MiB and three passes to guess, with a salt of its own', async () => {
    const passwords = await createPasswords(PASSWORD_COST, NOBODYS)
    const [first, second] = await Promise.all([passwords.hash('同一个'), passwords.hash('同一个')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    expect(second).not.toBe(first)
    expect(await passwords.verify(first, '同一个')).toBe(true)
    expect(await passwords.verify(first, '同一')).toBe(false)
  })

  it('is the same on every keyboard', async () => {
    const passwords = await createPasswords({ memoryKib: 64, passes: 1 }, NOBODYS)
    const hash = await passwords.hash('é１')
    expect(await passwords.verify(hash, 'e\u03011')).toBe(true)
  })

  it('never fits where there is none, not even the one that was hashed in its place', async () => {
    const passwords = await createPasswords({ memoryKib: 64, passes: 1 }, new TextEncoder().encode('known'))
    expect(await passwords.verify(undefined, 'known')).toBe(false)
  })
})

it.each([
  ['Agent-A ', 'agent-a'],
  ['ａｇｅｎｔ', 'agent'],
])('reads the login name “%s” as “%s”', (typed, kept) => {
  expect(toLoginName(typed)).toBe(kept)
})

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('counts %s with all of %s', (address, block) => {
  expect(addressBlock(address)).toBe(block)
})

it('lets every role of a post in at one app, and no other', () => {
  const admitted = Object.values(ROLES_BY_APP).flat()
  expect([...admitted].sort()).toEqual(
    ROLES.filter((role) => role !== 'resident' && role !== 'department-system').toSorted(),
  )
})
