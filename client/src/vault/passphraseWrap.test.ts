import { expect, it, vi } from 'vitest'
import { CHEAP, random } from '../../test/aVault'
import { stretch } from './argon2id'
import { FULL_COST, unwrapByPassphrase, wrapByPassphrase } from './passphraseWrap'
import { createStretchInWorker } from './stretchInWorker'

const RAW = Uint8Array.from(random(32))
const parts = { stretch, random, cost: CHEAP }
const wrapWith = (passphrase: string) => wrapByPassphrase({ vaultId: 'v', raw: RAW, passphrase }, parts)

it('stretches as RFC 9106 says it', async () => {
  // Made with the reference program: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -r
  const key = await stretch({
    passphrase: new TextEncoder().encode('password'),
    salt: new TextEncoder().encode('somesalt'),
    memoryKiB: 65_536,
    iterations: 2,
    parallelism: 1,
  })
  expect(Buffer.from(key).toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
})

it('costs what the threat asks for', () => {
  expect(FULL_COST).toEqual({ memoryKiB: 65_536, iterations: 3, parallelism: 1 })
})

it('[VAULT-R5] gives the key back to the right passphrase, typed with full-width letters too, and to no other', async () => {
  const wrap = await wrapWith('Lotus 2026 芙蓉')
  const open = (passphrase: string) => unwrapByPassphrase({ vaultId: 'v', wrap, passphrase }, stretch)
  expect(await open('Ｌotus 2026 芙蓉')).toEqual(RAW)
  expect(await open('lotus 2026 芙蓉')).toBeUndefined()
  expect(await unwrapByPassphrase({ vaultId: 'other', wrap, passphrase: 'Lotus 2026 芙蓉' }, stretch)).toBeUndefined()
  expect(Buffer.from(wrap.wrapped).includes(Buffer.from(RAW))).toBe(false)
})

it('[VAULT-R5] a damaged wrap is a wrong passphrase, a worker that fails is none', async () => {
  const wrap = await wrapWith('芙蓉国里尽朝晖十二字')
  const damaged = { ...wrap, wrapped: wrap.wrapped.slice(1) }
  const asked = { vaultId: 'v', passphrase: '芙蓉国里尽朝晖十二字' }
  expect(await unwrapByPassphrase({ ...asked, wrap: damaged }, stretch)).toBeUndefined()
  const broken = async (): Promise<never> => {
    throw new Error('no memory')
  }
  await expect(unwrapByPassphrase({ ...asked, wrap }, broken)).rejects.toThrow('no memory')
})

it('ends the worker with each passphrase, and says so when it fails or does not start', async () => {
  const terminate = vi.fn()
  const workerThat = (type: string, data?: unknown) => () => ({
    addEventListener: (asked: string, listener: unknown) => {
      if (asked === type) (listener as (event: { data: unknown }) => void)({ data })
    },
    postMessage: () => undefined,
    terminate,
  })
  const job = { passphrase: new Uint8Array([1]), salt: new Uint8Array(16), ...CHEAP }
  const key = new Uint8Array(32)
  expect(await createStretchInWorker(workerThat('message', { kind: 'key', key }))(job)).toBe(key)
  const failed = createStretchInWorker(workerThat('message', { kind: 'failed', why: 'RangeError' }))
  await expect(failed(job)).rejects.toThrow('RangeError')
  await expect(createStretchInWorker(workerThat('error'))(job)).rejects.toThrow('did not start')
  expect(terminate).toHaveBeenCalledTimes(3)
})
