import { Dexie } from 'dexie'
import { expect, it } from 'vitest'
import { createScratch, type Scratch } from '../db/scratch'
import { isFullSinceProof, proveSpace } from './proveSpace'

const MB = 1024 * 1024
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7)

/** A disk that takes so many bytes, and what still lies on it. */
function aDisk(roomBytes: number, refuse: () => Error = () => new DOMException('full', 'QuotaExceededError')) {
  const disk = { bytes: 0, clears: 0 }
  const scratch: Scratch = {
    write: async (bytes) => {
      if (disk.bytes + bytes.length > roomBytes) throw refuse()
      disk.bytes += bytes.length
    },
    clear: async () => {
      disk.bytes = 0
      disk.clears += 1
    },
  }
  return { disk, scratch }
}

const prove = (scratch: Scratch, bytes: number, signal = new AbortController().signal) => {
  const told: number[] = []
  return proveSpace({ scratch, random, bytes, signal, onProgress: (ratio) => told.push(ratio) }).then((proof) => ({
    proof,
    told,
  }))
}

it('proves what it has written, tells how far it is, and leaves nothing behind', async () => {
  const { disk, scratch } = aDisk(11 * MB)
  expect(await prove(scratch, 10 * MB)).toEqual({ proof: { kind: 'proven', bytes: 10 * MB }, told: [0.4, 0.8, 1] })
  expect(disk).toEqual({ bytes: 0, clears: 2 })
})

it('says after how much the disk was full, also where the error is wrapped', async () => {
  const wrapped = (): Error =>
    Object.assign(new Error('AbortError'), { inner: new DOMException('', 'QuotaExceededError') })
  const { disk, scratch } = aDisk(9 * MB, wrapped)
  expect((await prove(scratch, 10 * MB)).proof).toEqual({ kind: 'full', bytes: 8 * MB })
  expect(disk.bytes).toBe(0)
})

it('takes no other failure for a full disk', async () => {
  const { disk, scratch } = aDisk(1, () => new Error('the disk is gone'))
  expect((await prove(scratch, MB)).proof).toEqual({ kind: 'failed' })
  expect(disk.bytes).toBe(0)
})

it('stops when it is told to, and gives the room back', async () => {
  const abort = new AbortController()
  const { disk, scratch } = aDisk(100 * MB)
  const stopping: Scratch = {
    ...scratch,
    write: async (bytes) => {
      await scratch.write(bytes)
      abort.abort()
    },
  }
  expect((await prove(stopping, 12 * MB, abort.signal)).proof).toEqual({ kind: 'cancelled' })
  expect(disk.bytes).toBe(0)
})

it('writes to a database of its own, which is gone afterwards', async () => {
  const scratch = createScratch()
  expect((await prove(scratch, 100_000)).proof).toEqual({ kind: 'proven', bytes: 100_000 })
  expect(await Dexie.exists('onetrip-scratch')).toBe(false)
})

it('a disk is full until its room was proven again', () => {
  expect(isFullSinceProof({})).toBe(false)
  expect(isFullSinceProof({ fullAtMs: 1 })).toBe(true)
  expect(isFullSinceProof({ fullAtMs: 1, proven: { atMs: 2, bytes: 1 } })).toBe(false)
  expect(isFullSinceProof({ fullAtMs: 3, proven: { atMs: 2, bytes: 1 } })).toBe(true)
})
