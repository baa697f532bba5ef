import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
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

/** How often files and folders are synced meanwhile. */
async function countSyncs(work: () => Promise<unknown>): Promise<number> {
  const handle = await open(tmpdir(), 'r')
  // What every handle is made of: there is no other way to see it without another module in the place of Node's own.
  const kind = Object.getPrototypeOf(handle) as { sync: FileHandle['sync'] }
  await handle.close()
  const real = kind.sync
  const count = { syncs: 0 }
  kind.sync = function (this: FileHandle) {
    count.syncs += 1
    return real.call(this)
  }
  try {
    await work()
    return count.syncs
  } finally {
    kind.sync = real
  }
}

async function readAll(stream: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  for await (const part of stream ?? []) parts.push(part)
  return stream && Buffer.concat(parts)
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
        await uploads.keep(id)
        expect(await readAll(await uploads.read(id))).toEqual(Buffer.from(whole))
        await uploads.remove(id)
      }),
      { numRuns: 12 },
    )
  })

  it('are synced when they are to be kept, and not before: what completes them is synced in the store', async () => {
    await using folder = await openFolder()
    const uploads = await createPartialUploads(folder.path)
    const id = newUpload()
    expect(await countSyncs(() => uploads.append(id, 0, chunks(bytesOf(100))))).toBe(0)
    expect(await countSyncs(() => uploads.keep(id))).toBe(2)
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
    expect(await readAll(await second.read(id))).toEqual(Buffer.from(whole))
  })

  it('are nothing before they began and after they were removed', async () => {
    await using folder = await openFolder()
    const uploads = await createPartialUploads(folder.path)
    const id = newUpload()
    const nothing = [0, Buffer.alloc(0)]
    await uploads.keep(id)
    expect([await uploads.sizeOf(id), await readAll(await uploads.read(id))]).toEqual(nothing)
    await uploads.append(id, 0, chunks(bytesOf(10)))
    await uploads.remove(id)
    await uploads.remove(id)
    await uploads.keep(id)
    expect([await uploads.sizeOf(id), await readAll(await uploads.read(id))]).toEqual(nothing)
  })
})

describe('the store', () => {
  const idOf = (bytes: Uint8Array): ScanId => ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
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

  it('syncs a file, its folder, and what stands above as long as this process has not', async () => {
    await using folder = await openFolder()
    const root = join(folder.path, 'scans')
    const idsOf = (...heads: readonly string[]) => heads.map((head) => ScanId.parse(head.padEnd(64, '0')))
    const [first, second, beside, apart] = idsOf('abcd1', 'abcd2', 'abef1', 'ff001')
    const own = await createScanStore(root, newId)
    const syncsOf = async (store: typeof own, id: ScanId | undefined) =>
      countSyncs(async () => store.put(id ?? ScanId.parse(''), bytesOf(10)))
    // The file and cd, ab and the root; then what has come to be known falls away.
    expect(await syncsOf(own, first)).toBe(4)
    expect(await syncsOf(own, second)).toBe(2)
    expect(await syncsOf(own, beside)).toBe(3)
    // Its maker may have died before the folder above was synced.
    const other = await createScanStore(root, newId)
    expect(await syncsOf(other, second)).toBe(4)
    await mkdir(join(root, 'ff', '00'), { recursive: true })
    expect(await syncsOf(own, apart)).toBe(4)
    // Taken away under its hands, and made anew.
    await rm(join(root, 'ab', 'cd'), { recursive: true })
    expect(await syncsOf(own, first)).toBe(3)
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
