// Goal: a tablet is called ready only when every line is met, and each line fails for its own reason alone. Method: the
// pure check on a tablet that lacks nothing, with one thing taken away at a time.
import { describe, expect, it } from 'vitest'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { Instant, instantFromMs } from '@onetrip/shared/lib/time'
import { RESERVE_BYTES } from './proveSpace'
import { checkReadiness, isMet, type Check, type Finding, type ReadinessFacts } from './readiness'

const NOW_MS = Date.parse('2026-07-03T01:41:00.000Z')
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const key = { keyId: '0'.repeat(16), alg: 'hpke-p256-sha256-aes256gcm', publicKey: 'x' } as const

const READY: ReadinessFacts = {
  nowMs: NOW_MS,
  monotonicMs: 70_000,
  isInstalled: true,
  storage: 'given',
  space: { proven: { atMs: NOW_MS - DAY_MS, bytes: RESERVE_BYTES } },
  serverTimeSeen: { serverTime: instantFromMs(NOW_MS - 60_000), atMonotonicMs: 10_000 },
  sync: {
    epoch: 'e',
    cursors: { [CATALOGUE_FEED]: 4 },
    isSweepDue: false,
    lastServerTime: instantFromMs(NOW_MS - DAY_MS),
    lastSyncedAtMs: NOW_MS - DAY_MS,
    envelopeKeys: [key],
  },
  hasSigningKey: true,
  stuck: 0,
}

const find = (check: Check, facts: ReadinessFacts): Finding | undefined =>
  checkReadiness(facts).find((finding) => finding.check === check)
const missingIn = (facts: ReadinessFacts): string[] =>
  checkReadiness(facts).flatMap((finding) => (isMet(finding) ? [] : [`${finding.check}: ${finding.is}`]))
const withSync = (changes: Partial<ReadinessFacts['sync']>): ReadinessFacts => ({
  ...READY,
  sync: { ...READY.sync, ...changes },
})

it('a tablet that lacks nothing is ready, in eight lines', () => {
  expect(missingIn(READY)).toEqual([])
  expect(checkReadiness(READY)).toHaveLength(8)
})

const LACKING: [missing: string, facts: ReadinessFacts][] = [
  ['installed: missing', { ...READY, isInstalled: false }],
  ['kept: missing', { ...READY, storage: 'not-given' }],
  ['kept: asking', { ...READY, storage: 'asking' }],
  ['space: never', { ...READY, space: {} }],
  ['space: never', { ...READY, space: { proven: { atMs: NOW_MS, bytes: RESERVE_BYTES - 1 } } }],
  ['space: old', { ...READY, space: { proven: { atMs: NOW_MS - DAY_MS - 1, bytes: RESERVE_BYTES } } }],
  ['space: full', { ...READY, space: { proven: { atMs: NOW_MS - 9, bytes: RESERVE_BYTES }, fullAtMs: NOW_MS } }],
  ['catalogue: old', withSync({ lastSyncedAtMs: NOW_MS - DAY_MS - 1 })],
  ['catalogue: never', withSync({ cursors: {} })],
  ['envelope-key: missing', withSync({ envelopeKeys: [] })],
  ['device-key: missing', { ...READY, hasSigningKey: false }],
  ['stuck: some', { ...READY, stuck: 1 }],
]

it.each(LACKING)('%s', (missing, facts) => {
  expect(missingIn(facts)).toEqual([missing])
})

it('an older app kept no key of the server', () => {
  const { envelopeKeys: _, ...sync } = READY.sync
  expect(missingIn({ ...READY, sync })).toEqual(['envelope-key: missing'])
})

it('a disk that was full before its room was proven is not full', () => {
  expect(find('space', { ...READY, space: { ...READY.space, fullAtMs: NOW_MS - 2 * DAY_MS } })?.is).toBe('met')
})

it('what was noted by a clock far ahead says nothing', () => {
  const ahead = NOW_MS + 3 * MINUTE_MS
  expect(find('space', { ...READY, space: { proven: { atMs: ahead, bytes: RESERVE_BYTES } } })?.is).toBe('old')
  expect(find('catalogue', withSync({ lastSyncedAtMs: ahead }))?.is).toBe('old')
})

describe('the clock', () => {
  const off = (ms: number) => ({
    ...READY,
    serverTimeSeen: { serverTime: instantFromMs(NOW_MS - ms), atMonotonicMs: 70_000 },
  })

  it('may be two minutes off, and no more', () => {
    expect(find('clock', off(2 * MINUTE_MS))?.is).toBe('met')
    expect(find('clock', off(2 * MINUTE_MS + 1))).toEqual({ check: 'clock', is: 'fast', minutes: 2 })
    expect(find('clock', off(-9 * MINUTE_MS))).toEqual({ check: 'clock', is: 'slow', minutes: 9 })
  })

  it('is compared with the server’s as it has gone on since its word, not as it was', () => {
    expect(find('clock', { ...READY, monotonicMs: 70_000 + 5 * MINUTE_MS })?.is).toBe('slow')
  })

  it('is known from the last sync where this page has not heard the server', () => {
    const unheard = { ...READY, serverTimeSeen: undefined }
    expect(find('clock', unheard)?.is).toBe('met')
    const then = {
      ...unheard,
      sync: { ...READY.sync, lastServerTime: instantFromMs(NOW_MS - DAY_MS - 10 * MINUTE_MS) },
    }
    expect(find('clock', then)).toEqual({ check: 'clock', is: 'fast', minutes: 10 })
    const never = { ...unheard, sync: { ...READY.sync, lastServerTime: null } }
    expect(find('clock', never)?.is).toBe('unknown')
  })

  it('cannot be right before the last time that the server named, however it stood then', () => {
    const setBack = { ...READY, serverTimeSeen: undefined, nowMs: Date.parse('2020-01-01T00:00:00.000Z') }
    expect(find('clock', setBack)).toMatchObject({ is: 'slow' })
    expect(Instant.parse(READY.sync.lastServerTime).startsWith('2026')).toBe(true)
  })
})
