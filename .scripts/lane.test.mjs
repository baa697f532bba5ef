import { afterEach, expect, it, vi } from 'vitest'
import { runSteps } from './check.mjs'
import { resultOf } from './lane.mjs'

afterEach(() => void vi.restoreAllMocks())

const NOT_TRIED = 'full-disk: not tried, 3.1 s\n  · No disk of its own could be mounted.\n'
const TRIED = 'full-disk: a disk of 50 MB, 20.0 s\n  ✓ nothing lost, nothing doubled, nobody’s\n'

it('a lane that could try nothing here has neither passed nor failed, and says why', () => {
  const result = resultOf('full-disk', { ok: true, output: NOT_TRIED })
  expect(result).toMatchObject({ ok: true, passed: 0, failed: 0 })
  expect(result.notTried).toBe('full-disk: not tried, 3.1 s\n  · No disk of its own could be mounted.')
})

it('a lane that was tried counts, and one that broke is red whatever it said before', () => {
  const green = resultOf('full-disk', { ok: true, output: TRIED })
  const red = resultOf('full-disk', { ok: false, output: NOT_TRIED })
  expect([green.passed, green.failed, green.notTried]).toEqual([1, 0, undefined])
  expect([red.passed, red.failed, red.notTried]).toEqual([0, 1, undefined])
})

it('what was not tried is told with the sum of its part, and its step is not marked as passed', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const step = (output) => [{ name: 'full-disk', run: async () => resultOf('full-disk', { ok: true, output }) }]
  const sum = await runSteps('real faults', [step(NOT_TRIED), step(TRIED)])
  expect(sum).toMatchObject({ passed: 1, failed: 0, notTried: [expect.stringContaining('No disk of its own')] })
  const lines = said.mock.calls.map(([line]) => line)
  expect(lines.filter((line) => /^[✓–✗] /.test(line)).map((line) => line[0])).toEqual(['–', '✓'])
  expect(lines.at(-1)).toContain('real faults: 1 of 2 steps, 1 tests')
})
