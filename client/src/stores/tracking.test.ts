import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
import type { TrackAnswer, TrackInput } from '@onetrip/shared/wire/track'
import type { Reply } from '../api/reply'
import { RESIDENT_DOOR } from './residentDoor'
import { useTrackingStore } from './tracking'

const at = Instant.parse('2026-11-23T02:00:00.000Z')
const input: TrackInput = { queryCode: '7KXQ3M9H2TA1', secondFact: { kind: 'phone-tail', value: '5678' } }
const found: Reply<TrackAnswer> = {
  kind: 'answer',
  answer: {
    status: 'found',
    serverTime: at,
    case: {
      receiptNumber: 'R1',
      applicantMasked: '张*',
      itemNames: ['食品经营许可'],
      stationName: '荷晏社区',
      stage: 'arriving',
      collectedAt: at,
      tasks: [],
      steps: [],
      dispatches: [],
    },
  },
}

function openTracking(replies: (Reply<TrackAnswer> | Promise<Reply<TrackAnswer>>)[], isOnline = true) {
  const asked: TrackInput[] = []
  const lookUp = async (input: TrackInput): Promise<Reply<TrackAnswer>> => {
    asked.push(input)
    return replies.shift() ?? { kind: 'unreachable' }
  }
  const pinia = createPinia()
  const app = createApp({})
    .use(pinia)
    .provide(RESIDENT_DOOR, { api: { lookUp }, isOnline: () => isOnline })
  return { tracking: app.runWithContext(() => useTrackingStore(pinia)), asked }
}

it.each([
  [{ kind: 'answer', answer: { status: 'not-found' } }, true, { kind: 'not-found' }],
  [
    { kind: 'answer', answer: { status: 'too-many-tries', retryAfterSeconds: 61 } },
    true,
    { kind: 'too-many-tries', waitMinutes: 2 },
  ],
  [{ kind: 'busy', retryAfterMs: 1000 }, true, { kind: 'too-many-tries', waitMinutes: 1 }],
  [{ kind: 'unreachable' }, true, { kind: 'server-unreachable' }],
  [{ kind: 'unreachable' }, false, { kind: 'offline' }],
] satisfies [Reply<TrackAnswer>, boolean, object][])('%j, online %s: %j', async (reply, isOnline, state) => {
  const { tracking } = openTracking([reply], isOnline)
  await tracking.lookUp(input)
  expect(tracking.state).toEqual(state)
})

it('refreshing that fails keeps the case, and says so', async () => {
  const { tracking, asked } = openTracking([found, { kind: 'unreachable' }, found])
  await tracking.lookUp(input)
  await tracking.refresh()
  expect(tracking.state).toMatchObject({ kind: 'found', refresh: 'failed', asOf: at })
  await tracking.refresh()
  expect(tracking.state).toMatchObject({ kind: 'found', refresh: 'idle' })
  expect(asked).toEqual([input, input, input])
})

it('an answer that comes after its asker has left is shown to nobody who came after', async () => {
  const slow: { answer: (reply: Reply<TrackAnswer>) => void } = { answer: () => undefined }
  const { tracking } = openTracking([
    new Promise((resolve) => (slow.answer = resolve)),
    { kind: 'answer', answer: { status: 'not-found' } },
  ])
  const first = tracking.lookUp(input)
  tracking.leave()
  const second = tracking.lookUp({ ...input, queryCode: '7KXQ3M9H2TA2' })
  await second
  slow.answer(found)
  await first
  expect(tracking.state).toEqual({ kind: 'not-found' })

  const late = openTracking([new Promise((resolve) => (slow.answer = resolve))]).tracking
  const asked = late.lookUp(input)
  late.leave()
  slow.answer(found)
  await asked
  expect(late.state).toEqual({ kind: 'idle' })
})

it('leaving forgets what was proved', async () => {
  const { tracking, asked } = openTracking([found])
  await tracking.lookUp(input)
  tracking.leave()
  await tracking.refresh()
  expect(tracking.state).toEqual({ kind: 'idle' })
  expect(asked).toHaveLength(1)
})
