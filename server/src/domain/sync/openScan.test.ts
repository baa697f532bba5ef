// Goal: a scan opens the same in whatever chunks it comes, and not at all when one bit is another. Method: Node's own
// sealing, cut anywhere.
import { createCipheriv, createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CaseId, DeviceId, DistrictId, ScanId, StationId, UploadId } from '@onetrip/shared/lib/ids'
import { ok } from '@onetrip/shared/lib/result'
import { scanLabel } from '@onetrip/shared/wire/envelope'
import type { StoredUpload } from '../../db/uploads'
import type { House } from '../house'
import { openScan } from './openScan'

const uuid = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`
const key = Buffer.alloc(32, 7)
const caseId = CaseId.parse(uuid(3))
const scan = Uint8Array.from({ length: 1000 }, (_, at) => (at * 31) % 251)
const scanId = ScanId.parse(createHash('sha256').update(scan).digest('hex'))

const house = {
  districtId: DistrictId.parse('430102'),
  envelopes: { openScanKey: async () => ok(key) },
} as unknown as House // It opens a key and does nothing else.

function seal(bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12, 5))
  cipher.setAAD(scanLabel(caseId, scanId))
  return Buffer.concat([Buffer.alloc(12, 5), cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

const sealed = seal(scan)
const uploadOf = (sealedBytes: number | undefined): StoredUpload => ({
  uploadId: UploadId.parse(uuid(1)),
  deviceId: DeviceId.parse(uuid(2)),
  caseId,
  stationId: StationId.parse('430102001001'),
  scanId,
  sizeBytes: scan.length,
  mediaType: 'image/jpeg',
  arrivedAt: null,
  sealed: sealedBytes === undefined ? null : { key, keyId: '0123456789abcdef', sizeBytes: sealedBytes },
})
const upload = uploadOf(sealed.length)

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [0, ...[...places].sort((a, b) => a - b), bytes.length]
  return ends.slice(1).map((end, nth) => bytes.subarray(ends[nth], end))
}

async function open(brought: readonly Uint8Array[], of = upload) {
  const sheet = new Uint8Array(of.sizeBytes)
  return { opened: await openScan(house, { upload: of, brought }, sheet), sheet }
}

it('opens in whatever chunks it comes', async () => {
  const places = fc.array(fc.oneof(fc.nat(sealed.length), fc.integer({ min: 1000, max: 1028 }), fc.nat(13)), {
    maxLength: 9,
  })
  await fc.assert(
    fc.asyncProperty(places, async (at) => {
      expect(await open(cutAt(sealed, at))).toEqual({ opened: 'whole', sheet: scan })
      expect(
        await open(
          cutAt(
            scan,
            at.map((place) => Math.min(place, scan.length)),
          ),
          uploadOf(undefined),
        ),
      ).toEqual({
        opened: 'whole',
        sheet: scan,
      })
    }),
  )
})

it('is spoilt by any other bit, and by anything beyond its end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = sealed.map((byte, nth) => (nth === at ? byte ^ flip : byte))
      expect((await open([changed])).opened).toBe('spoilt')
    }),
  )
  expect((await open([sealed, Uint8Array.of(0)])).opened).toBe('spoilt')
  expect((await open([Uint8Array.from([...scan, 0])], uploadOf(undefined))).opened).toBe('spoilt')
})

it('is spoilt where its sealed length is not that of its own', async () => {
  const longer = seal(Uint8Array.from([...scan, 1]))
  expect((await open([longer], uploadOf(longer.length))).opened).toBe('spoilt')
  const other = seal(scan.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))
  expect((await open([other])).opened).toBe('spoilt')
})

it('is short as long as bytes are missing', async () => {
  for (const length of [0, 5, 12, 500, 1012, 1027])
    expect((await open([sealed.subarray(0, length)])).opened).toBe('short')
})
