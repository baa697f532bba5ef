import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { OutboxEntry, UploadEntry } from '../../db/outboxEntry'
import { createWords } from '../../words/createWords'
import { rememberKinds } from './rememberKinds'
import { waitingLines } from './waitingLines'

const words = createWords('Asia/Shanghai')
const caseId = CaseId.parse('01980000-0000-7000-8000-0000000000c0')
const opId = OpId.parse('01980000-0000-7000-8000-000000000001')

const noName = (): undefined => undefined

/** An operation that counts how often its body is read. */
function anEntry(body: string) {
  const read = { count: 0 }
  const entry: OutboxEntry = {
    seq: 1,
    opId,
    caseId,
    deviceSeq: 1,
    state: { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false },
    sizeBytes: body.length,
    get words() {
      read.count += 1
      return body
    },
  }
  return { entry, read }
}

const aScan = (offset: number | undefined, lastOffset?: number): UploadEntry => ({
  caseId,
  scanId: ScanId.parse('a'.repeat(64)),
  opId,
  uploadId: UploadId.parse('01980000-0000-7000-8000-000000000002'),
  sizeBytes: 1024,
  mediaType: 'image/jpeg',
  state: { kind: 'waiting', offset, ...(lastOffset !== undefined && { lastOffset }), attempts: 0, notBeforeMs: 0 },
})

it('reads what kind an operation is once, however often the queue is drawn', () => {
  const { entry, read } = anEntry('{"kind":"from-a-newer-app"}')
  const kindOf = rememberKinds()
  for (let piece = 0; piece < 3; piece += 1) kindOf(entry)
  expect(read.count).toBe(1)
  expect(kindOf(entry)).toBeUndefined()
})

it('holds scans back in words until the operation that names them is through', () => {
  const { entry } = anEntry('{}')
  const sources = { uploads: [aScan(0)], kindOf: () => 'case.submit' as const, nameOf: noName, nowMs: 0 }
  const states = (entries: readonly OutboxEntry[]) =>
    waitingLines({ ...sources, entries }, words).map((line) => line.state)
  expect(states([entry])).toEqual(['等待上传', '等文字先到'])
  expect(states([])).toEqual(['等待上传'])
})

/** The line of a scan whose words are through. */
const lineOf = (upload: UploadEntry, nameOf: (scanId: ScanId) => string | undefined = noName) =>
  waitingLines({ entries: [], uploads: [upload], kindOf: () => undefined, nameOf, nowMs: 0 }, words)[0]

it('shows how much of a scan is at the server, once a part of it is', () => {
  expect(lineOf(aScan(0))).not.toHaveProperty('ratio')
  expect(lineOf(aScan(256))).toMatchObject({ ratio: 0.25, bytes: '256 字节 / 1 KB' })
})

it('takes back nothing that it showed when a piece is cut, and says that more may have arrived', () => {
  const state = '可能已传一部分，连上后核对'
  expect(lineOf(aScan(undefined, 256))).toMatchObject({ ratio: 0.25, bytes: '256 字节 / 1 KB', state })
  expect(lineOf(aScan(undefined, 0))).toMatchObject({ bytes: '1 KB', state })
  expect(lineOf(aScan(undefined))).toMatchObject({ bytes: '0 字节 / 1 KB', state: '等待上传' })
})

it('calls a scan by what it shows, and by a number only where nothing names it', () => {
  expect(lineOf(aScan(0), () => '营业执照 第 2 页')?.what).toBe('营业执照 第 2 页')
  expect(lineOf(aScan(0))?.what).toBe('扫描件 1')
})
