// Goal: a page that the server cannot read is a way on, not an end.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { OpId, ScanId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { readFile } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { makePage, type SamplePage } from '../../../test/samples'
import { newId } from '../../app/parts'
import { appendPiece } from '../sync/appendPiece'
import { offerScan } from '../sync/offerScan'
import { bySession } from '../sync/sender'
import { readContent } from './readContent'

/** Sends one page whole, as the agent's tablet would. */
async function send(
  { house, actors, devices }: TestHouse,
  caseId: CaseId,
  { ref, bytes }: SamplePage,
): Promise<string> {
  const uploadId = UploadId.parse(newId())
  await offerScan(house, bySession(actors.agent), { deviceId: devices.agent, uploadId, caseId, scan: ref })
  const chunks = (async function* () {
    yield bytes
  })()
  return (await appendPiece(house, bySession(actors.agent), { uploadId, offset: 0, chunks })).standing.status
}

it('[CASE-R17] a case that waits for an unreadable page becomes whole with the page that is named in its place', async () => {
  await using test = await openTestHouse()
  const text = new TextEncoder().encode('no picture, whatever it says')
  const scanId = ScanId.parse(createHash('sha256').update(text).digest('hex'))
  const unreadable: SamplePage = { bytes: text, ref: { scanId, sizeBytes: text.length, mediaType: 'image/jpeg' } }
  const others = await Promise.all([1, 2, 3].map(makePage))
  const { op } = await makeSubmit(test, { pages: [unreadable, ...others] })
  const { house, actors, devices } = test
  await push(house, actors.agent, [frameOf(op, devices.agent)])
  for (const page of others) expect(await send(test, op.caseId, page)).toBe('complete')
  expect(await send(test, op.caseId, unreadable)).toBe('unreadable')

  const better = await makePage(4)
  const exchange = {
    ...op,
    opId: OpId.parse(newId()),
    kind: 'case.replace-scan',
    payload: { replaces: scanId, by: better.ref },
  }
  const { outcomes } = await push(house, actors.agent, [frameOf(exchange, devices.agent, 2)])
  expect(outcomes).toMatchObject([{ status: 'applied', revision: 2 }])
  expect(await send(test, op.caseId, better)).toBe('complete')
  const file = await readFile(house, op.caseId)
  expect(file.tasks.map(({ state }) => state.status)).toEqual(['received'])
  expect(JSON.stringify(file.case.content)).not.toContain(scanId)
  // Who answers from words of before is told what to name instead.
  expect(await readContent(house, actors.agent, { caseId: op.caseId })).toMatchObject({
    awaited: [],
    exchanges: [{ replaces: scanId, by: better.ref }],
  })
})
