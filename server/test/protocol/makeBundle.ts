import { UploadId } from '@onetrip/shared/lib/ids'
import { encodeBundleStart } from '@onetrip/shared/wire/bundle'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { AGENT, SEALED_DEVICE } from './acts'
import { aSubmit, sha256, type Stage } from './stage'

/** A rescue bundle as a tablet writes it, of one case and one page. */
export async function makeBundle(stage: Stage): Promise<Uint8Array> {
  const deviceId = SEALED_DEVICE
  const sealing = stage.sealing(deviceId)
  const { op, caseId, pages } = await aSubmit(stage, { agent: AGENT, deviceId, deviceNumber: 1, sealing }, 3)
  const [page] = pages
  if (!page) throw new Error('a case has a page')
  const frames = encodeFrames([await sealing.seal(op, 11)])
  const { bytes, keyId, key } = await sealing.sealScan(caseId, { scanId: page.ref.scanId, bytes: page.bytes })
  const uploadId = UploadId.parse(stage.newId())
  const scan = {
    uploadId,
    caseId,
    opId: op.opId,
    scan: page.ref,
    sha256: sha256(bytes),
    proof: sealing.prove(uploadId),
  }
  const start = encodeBundleStart({
    districtId: stage.house.house.districtId,
    deviceId,
    madeAt: stage.world.now,
    framesBytes: frames.length,
    scans: [{ ...scan, sealed: { keyId, key, sizeBytes: bytes.length } }],
  })
  return Buffer.concat([start, frames, bytes])
}
