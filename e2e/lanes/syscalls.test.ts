import { expect, it } from 'vitest'
import { readDiskCalls, wasSynced } from './syscalls'

const LOG = '/profile/IndexedDB/http_localhost_1.indexeddb.leveldb/000003.log'
const isOurs = (path: string): boolean => path.includes('/IndexedDB/')

const TRACE = `
12 1000.000000 write(7</profile/other>, ""..., 4096) = 4096 <0.000010>
12 1000.010000 write(9<${LOG}>, ""..., 120) = 120 <0.000010>
12 1000.020000 write(9<${LOG}>, ""..., 9000 <unfinished ...>
13 1000.020500 write(4<pipe:[1]>, ""..., 8) = 8 <0.000010>
12 1000.021000 <... write resumed>) = 9000 <0.001000>
12 1000.022000 fdatasync(9<${LOG}> <unfinished ...>
13 1000.023000 fsync(5</profile/other>) = -1 EIO (Input/output error) <0.000010>
12 1000.030000 <... fdatasync resumed>) = 0 <0.008000>
`

it('reads calls that stand in one line and in two, and leaves out what failed', () => {
  expect(
    readDiskCalls(TRACE).map(({ kind, bytes, beganMs, endedMs }) => [kind, bytes, beganMs, Math.round(endedMs)]),
  ).toEqual([
    ['write', 4096, 1_000_000, 1_000_000],
    ['write', 120, 1_000_010, 1_000_010],
    ['write', 8, 1_000_020.5, 1_000_021],
    ['write', 9000, 1_000_020, 1_000_021],
    ['sync', 0, 1_000_022, 1_000_030],
  ])
})

it('wants a sync of the same file that ended before it was said', () => {
  const calls = readDiskCalls(TRACE)
  expect(wasSynced(calls, { fromMs: 1_000_005, untilMs: 1_000_031, isOurs })).toBe(true)
  expect(wasSynced(calls, { fromMs: 1_000_005, untilMs: 1_000_029, isOurs })).toBe(false)
  expect(wasSynced(calls, { fromMs: 1_000_022, untilMs: 1_000_031, isOurs })).toBeUndefined()
})
