// Goal: a log that finds no room holds nobody up, tears no later line, and says what it lost. Method: a disk in memory that
// runs full at a byte.
import { expect, it } from 'vitest'
import { createLogStream } from './logStream'

function aDisk() {
  const disk = { text: '', room: Number.POSITIVE_INFINITY }
  const write = (bytes: Uint8Array): number => {
    if (disk.room === 0) throw Object.assign(new Error('write'), { code: 'ENOSPC' })
    const written = Math.min(bytes.length, disk.room)
    disk.text += Buffer.from(bytes.subarray(0, written)).toString()
    disk.room -= written
    return written
  }
  return { disk, log: createLogStream(write, () => 7) }
}

it('writes each line whole', () => {
  const { disk, log } = aDisk()
  log.write('{"a":1}\n')
  log.write('{"b":2}\n')
  expect(disk.text).toBe('{"a":1}\n{"b":2}\n')
})

it('loses lines without waiting, and tells how many once there is room', () => {
  const { disk, log } = aDisk()
  disk.room = 12
  for (const line of ['{"a":1}\n', '{"b":2}\n', '{"c":3}\n']) log.write(line)
  expect(disk.text).toBe('{"a":1}\n{"b"')
  disk.room = Number.POSITIVE_INFINITY
  log.write('{"d":4}\n')
  log.write('{"e":5}\n')
  const lines = disk.text.split('\n')
  expect(lines).toEqual([
    '{"a":1}',
    '{"b"',
    '{"level":40,"time":7,"lost":2,"msg":"lines are lost: the log had no room"}',
    '{"d":4}',
    '{"e":5}',
    '',
  ])
})

it('counts on when the word about it finds no room either', () => {
  const { disk, log } = aDisk()
  disk.room = 0
  log.write('{"a":1}\n')
  disk.room = 3
  log.write('{"b":2}\n')
  disk.room = Number.POSITIVE_INFINITY
  log.write('{"c":3}\n')
  expect(disk.text).toContain('"lost":2')
  expect(disk.text).toMatch(/\n\{"c":3\}\n$/)
})
