import { expect, it } from 'vitest'
import type { DepartmentTaskRow, StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { CaseFile } from '../../db/caseFile'
import { agent, aSubmit, contextFor, makeWords, now, pageRef } from '../../../test/ruling'
import { decideOperation } from '../operations/decideOperation'
import { projectCase } from './projectCase'

/** A case of two pages and a signature, of which so many scans are here. */
function arriving(...here: readonly number[]): CaseFile {
  const content = makeWords({ materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(1), pageRef(3)] }] })
  const { ruling } = decideOperation(undefined, aSubmit({ content }), contextFor(agent))
  if (!ruling) throw new Error('not taken in')
  const ids = new Set(here.map((n) => pageRef(n).scanId))
  const scans = ruling.file.scans.map((scan) => (ids.has(scan.scanId) ? { ...scan, arrivedAt: now } : scan))
  return { ...ruling.file, scans }
}

const rowsOf = (file: CaseFile): unknown[] => projectCase(file, contextFor(agent).catalogue).map(({ row }) => row)

it('counts the signature among the scans, and not among the pages', () => {
  const progress = { scans: { arrived: 2, total: 3 }, pages: { arrived: 1, total: 2 } }
  expect(rowsOf(arriving(1, 2))).toMatchObject([progress, progress] satisfies [
    Partial<StationCaseRow>,
    Partial<DepartmentTaskRow>,
  ])
})

it('tells the station how results go out', () => {
  expect(rowsOf(arriving())[0]).toMatchObject({ kind: 'case', deliveryMode: 'courier' })
})
