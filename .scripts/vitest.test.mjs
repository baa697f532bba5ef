import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { countTests, judge } from './vitest.mjs'

it.each([
  ['all passed', { ok: true, passed: 3, failed: 0 }, { ok: true, failed: 0 }],
  ['one failed', { ok: false, passed: 2, failed: 1 }, { ok: false, failed: 1 }],
  ['none ran', { ok: true, passed: 0, failed: 0 }, { ok: false, failed: 1 }],
  ['all passed, but something threw beside them', { ok: false, passed: 3, failed: 0 }, { ok: false, failed: 1 }],
  ['one failed, but the run says that it is well', { ok: true, passed: 2, failed: 1 }, { ok: false, failed: 1 }],
])('judges a run in which %s', (_what, run, expected) => {
  expect(judge({ output: '', ...run })).toMatchObject(expected)
})

it.each([
  ['vitest’s report', '{"numPassedTests":7,"numFailedTests":2}', { passed: 7, failed: 2 }],
  ['the story’s report', '{"passed":9,"failed":0}', { passed: 9, failed: 0 }],
  ['a torn report', '{"numPassedTests":7', { passed: 0, failed: 0 }],
])('counts %s', (_what, text, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'onetrip-report-'))
  writeFileSync(join(folder, 'report.json'), text)
  expect(countTests(join(folder, 'report.json'))).toEqual(expected)
  rmSync(folder, { recursive: true })
})

it('counts nothing when there is no report', () => {
  expect(countTests('/nowhere/report.json')).toEqual({ passed: 0, failed: 0 })
})
