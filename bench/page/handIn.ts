// Runs in Chromium: cases that are handed in on a tablet, sealed and on its disk, ready to be sent.
import { recordStep } from '@onetrip/client/db/commands'
import { takeReceiptCounter } from '@onetrip/client/db/meta'
import type { Tablet } from '@onetrip/client/stores/tablet'
import { CaseId, OpId, ScanId, StationId, UploadId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn } from '@onetrip/shared/lib/time'
import { hexOf } from '@onetrip/shared/lib/uuidBytes'
import type { SampleCase } from '../sampleCase'

/** `comment`: where the bytes begin that make each copy of the picture another page. */
export type Picture = { readonly base64: string; readonly commentAt: number }

export type HandedIn = { readonly wordsBytes: number; readonly scanBytes: number }

type Wanted = { readonly sample: SampleCase; readonly picture: Picture | undefined }
type NewPage = { readonly scanId: string; readonly bytes: Uint8Array<ArrayBuffer> | undefined }

/** Hands in one case: with pages that travel, where there is a picture for them; else their names alone. */
export async function handInCase(tablet: Tablet, { sample, picture }: Wanted): Promise<HandedIn> {
  const { store, newId, me, clock, nowMs } = tablet
  const pages = await Promise.all(sample.pages.map(() => makePage(tablet, picture)))
  const caseId = CaseId.parse(newId())
  const opId = OpId.parse(newId())
  const operation = {
    opId,
    districtId: me.districtId,
    caseId,
    kind: 'case.submit',
    v: 1,
    authorPostId: me.postId,
    baseRevision: 0,
    deviceTime: clock(),
    catalogueVersion: 1,
    payload: {
      content: renamed(sample, pages),
      receiptNumber: await mintReceiptNumber(tablet),
      queryCodeSha256: hexOf(tablet.random(32)),
      secondFact: { kind: 'pin', sha256: hexOf(tablet.random(32)) },
      insisted: true,
    },
  }
  const body = new TextEncoder().encode(JSON.stringify(operation))
  const newScans = pages.flatMap(({ scanId, bytes }) =>
    bytes
      ? [{ ref: { scanId: ScanId.parse(scanId), sizeBytes: bytes.length, mediaType: 'image/jpeg' as const }, bytes }]
      : [],
  )
  const recorded = await recordStep(store, {
    caseId,
    newScans,
    operations: [{ opId, body }],
    uploads: newScans.map(({ ref }) => ({ ref, opId, uploadId: UploadId.parse(newId()) })),
    settles: [],
    atMs: nowMs(),
  })
  if (!recorded.ok) throw new Error(recorded.error)
  return {
    wordsBytes: body.length,
    scanBytes: newScans.reduce((total, { bytes }) => total + bytes.length, 0),
  }
}

async function makePage({ sha256Hex, random }: Tablet, picture: Picture | undefined): Promise<NewPage> {
  if (!picture) return { scanId: hexOf(random(32)), bytes: undefined }
  const bytes = Uint8Array.from(atob(picture.base64), (char) => char.charCodeAt(0))
  bytes.set(random(32), picture.commentAt)
  return { scanId: await sha256Hex(bytes), bytes }
}

/** Which pages belong to a case is no part of what was signed, so the signature still holds. */
function renamed({ content, pages: names }: SampleCase, pages: readonly NewPage[]): unknown {
  const text = names.reduce(
    (json, name, nth) => json.replaceAll(name, pages[nth]?.scanId ?? ''),
    JSON.stringify(content),
  )
  return JSON.parse(text)
}

async function mintReceiptNumber({ store, me, clock }: Tablet): Promise<string> {
  const { deviceNumber, counter } = await takeReceiptCounter(store.db)
  const date = dateIn('Asia/Shanghai', clock())
  const made = makeReceiptNumber({ stationId: StationId.parse(me.unitId), date, deviceNumber, counter })
  if (!made.ok) throw new Error(made.error)
  return made.value
}
