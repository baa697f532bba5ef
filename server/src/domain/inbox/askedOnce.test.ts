// Goal: what came back is held against the words that were asked about, not against those that came back.
import { describe, expect, it } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
import type { StoredEvent } from '../../db/writeCaseFiles'
import { findOperationAskedAbout } from './askedOnce'

const opId = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`
const event = (seq: number, kind: string, detail: object = {}): StoredEvent => ({
  caseId: opId(900),
  seq,
  at: Instant.parse('2026-11-24T01:00:00.000Z'),
  kind,
  taskId: null,
  actor: {},
  detail: { ...detail },
  hash: '',
})

describe('the operation that was asked about', () => {
  it('is the last that brought words before the asking', () => {
    const events = [
      event(1, 'submitted', { opId: opId(1) }),
      event(2, 'correction-answered', { opId: opId(2) }),
      event(3, 'correction-required'),
      event(4, 'correction-answered', { opId: opId(4) }),
    ]
    expect(findOperationAskedAbout(events)).toBe(opId(2))
  })

  it('is none where nothing was asked', () => {
    expect(findOperationAskedAbout([event(1, 'submitted', { opId: opId(1) })])).toBeUndefined()
  })
})
