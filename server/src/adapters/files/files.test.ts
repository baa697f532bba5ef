import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { newId } from '../../app/parts'
import { createPartialUploads } from './partialUploads'
import { createScanStore } from './scanStore'

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 31) % 251)
const newUpload = (): UploadId => UploadId.parse(newId())

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part)
}

async function openFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'onetrip-files-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

describe('partial uploads', () => {
  it('[SYNC-R10] end up whole by whatever pieces they come, cut, repeated and overlapping', async () => {
    await using folder = await openFolder()
    const uploads = await createPartialUploads(folder.path)
    const whole = bytesOf(5000)
    const piece = fc.record({
      at: fc.nat(5200),
      length: fc.integer({ min: 1, max: 1500 }),
      parts: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const id = newUpload()
        let size = 0
        for (const { at, length, parts } of pieces) {
          const bytes = whole.subarray(at, at + length)
          const step = Math.ceil(bytes.length / parts) || 1
          const cut = Array.from({ length: parts }, (_, nth) => bytes.subarray(nth * step, (nth + 1) * step))
          const answered = await uploads.append(id, at, chunks(...cut))
          const due = at > size ? size : Math.max(size, at + bytes.length)
          expect(answered).toBe(due)
          size = due
        }
        await uploads.append(id, size, chunks(whole.subarray(size)))
        expect(await uploads.read(id)).toEqual(Buffer.from(whole))
        await uploads.remove(id)
      }),
      { numRuns: 12 },
    )
  })

  it('keep what came before the sender broke off with an error', async () => {
    await using folder = await openFolder()
    const uploads = await createPartialUploads(folder.path)
    const id = newUpload()
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield bytesOf(100)
      await Promise.resolve()
      throw new Error('reset')
    }
    await expect(uploads.append(id, 0, broken())).rejects.toThrow('reset')
    expect(await uploads.sizeOf(id)).toBe(100)
  })

  it('take the same bytes from several at once', async () => {
    await using folder = await openFolder()
    const [first, second] = await Promise.all([createPartialUploads(folder.path), createPartialUploads(folder.path)])
    const id = newUpload()
    const whole = bytesOf(300_000)
    const slowly = () =>
      chunks(...Array.from({ length: 30 }, (_, nth) => whole.subarray(nth * 10_000, (nth + 1) * 10_000)))
    await Promise.all([first.append(id, 0, slowly()), second.append(id, 0, slowly()), first.append(id, 0, slowly())])
    expect(await second.read(id)).toEqual(Buffer.from(whole))
  })

  it('are nothing before they began and after they were removed', async () => {
    await using folder = await openFolder()
    const uploads = await createPartialUploads(folder.path)
    const id = newUpload()
    expect([await uploads.sizeOf(id), await uploads.read(id)]).toEqual([0, undefined])
    await uploads.append(id, 0, chunks(bytesOf(10)))
    await uploads.remove(id)
    await uploads.remove(id)
    expect([await uploads.sizeOf(id), await uploads.read(id)]).toEqual([0, undefined])
  })
})

describe('the store', () => {
  const idOf = (bytes: Uint8Array): ScanId => ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  const readAll = async (stream: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> => {
    const parts: Uint8Array[] = []
    for await (const part of stream ?? []) parts.push(part)
    return stream && Buffer.concat(parts)
  }

  it('gives back what was put, and nothing else', async () => {
    await using folder = await openFolder()
    const store = await createScanStore(join(folder.path, 'scans'), newId)
    const files = [1, 20, 300_000].map(bytesOf)
    // At once and twice: two servers may complete the same upload.
    await Promise.all([...files, ...files].map((bytes) => store.put(idOf(bytes), bytes)))
    for (const bytes of files) {
      expect(await store.head(idOf(bytes))).toBe(bytes.length)
      expect(await readAll(await store.get(idOf(bytes)))).toEqual(Buffer.from(bytes))
    }
    const none = ScanId.parse('0'.repeat(64))
    expect([await store.head(none), await store.get(none)]).toEqual([undefined, undefined])
  })

  it('keeps files apart in folders that only its own account may enter, and no drafts', async () => {
    await using folder = await openFolder()
    const root = join(folder.path, 'scans')
    const store = await createScanStore(root, newId)
    const bytes = bytesOf(10)
    const id = idOf(bytes)
    await store.put(id, bytes)
    const path = join(root, id.slice(0, 2), id.slice(2, 4), id)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(root, id.slice(0, 2)))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(root, 'tmp'))).toEqual([])
  })
})
