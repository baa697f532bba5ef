// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { Instant, PlainDate } from '@onetrip/shared/lib/time'
import { TrackedTask, type TrackedCase } from '@onetrip/shared/wire/track'
import { mountPart } from '../../../test/mountPart'
import { createWords } from '../../words/createWords'
import { caseTimeline, describeDueDay, describeHolder, describeStatus } from './plainWords'
import { readScannedCode } from './scannedCode'
import TrackedCaseView from './TrackedCaseView.vue'

const words = createWords('Asia/Shanghai')
const at = Instant.parse('2026-11-18T01:30:00.000Z')

const aTask = (changes: Partial<TrackedTask> = {}): TrackedTask => ({
  itemName: '食品经营许可',
  organName: '区市场监管局',
  organPhone: '0731-1',
  status: 'accepted',
  dueOn: PlainDate.parse('2027-01-06'),
  isProvisional: false,
  wanted: [],
  ...changes,
})
const aCase = (changes: Partial<TrackedCase> = {}): TrackedCase => ({
  receiptNumber: 'R1',
  applicantMasked: '张*三',
  itemNames: ['食品经营许可'],
  stationName: '荷晏社区',
  stage: 'under-way',
  collectedAt: at,
  tasks: [aTask()],
  steps: [{ at, kind: 'submitted' }],
  dispatches: [],
  ...changes,
})

describe('a task', () => {
  it.each(TrackedTask.def.shape.status.options)('%s is said in words', (status) => {
    expect(describeStatus(aTask({ status }), words)).not.toMatch(/track|[.]/)
  })

  it.each([
    [{ status: 'issued', delivery: 'to-collect' }, '证照已做好，请到服务点领取', '2027年1月6日前可以领取'],
    [{ status: 'issued', delivery: 'on-its-way' }, '证照已做好，正在送给您', '2027年1月6日前送达'],
    [{ status: 'closed', outcome: 'delivered' }, '已同意，结果已经送到', undefined],
    [{ status: 'closed', outcome: 'refusal-served', refused: 'denied' }, '没有通过，决定书已经送到', undefined],
    [{ status: 'closed', outcome: 'refusal-served', refused: 'not-accepted' }, '没有受理，通知书已经送到', undefined],
    [{ status: 'closed', outcome: 'refusal-served' }, '决定文书已经送到', undefined],
  ] satisfies [Partial<TrackedTask>, string, string | undefined][])(
    '%j tells how it ended and how it comes',
    (changes, said, due) => {
      expect(describeStatus(aTask(changes), words)).toBe(said)
      if (due) expect(describeDueDay(aTask(changes), words)).toBe(due)
    },
  )

  it('says who holds it and by when; while corrections are wanted no day is promised', () => {
    expect(describeHolder(aTask(), words)).toBe('现在由区市场监管局办理')
    expect(describeDueDay(aTask(), words)).toBe('2027年1月6日前会有结果')
    expect(describeDueDay(aTask({ status: 'correction-required' }), words)).toBe('等您补齐后继续计算时间。')
    expect(describeHolder(aTask({ status: 'closed', outcome: 'delivered' }), words)).toBeUndefined()
  })
})

describe('the timeline', () => {
  it('tells what goes on, then what happened, the newest first', () => {
    const steps = [...aCase().steps, { at, kind: 'received' }]
    const titles = caseTimeline(aCase({ steps }), words).map(({ title, state }) => [title, state])
    expect(titles).toEqual([
      ['已受理，正在审查', 'current'],
      ['材料到齐，部门已收到', 'done'],
      ['服务点收下了您的申请', 'done'],
    ])
  })

  it('knows no current step once all is said', () => {
    const closed = aCase({ stage: 'closed', tasks: [aTask({ status: 'closed', outcome: 'delivered' })] })
    expect(caseTimeline(closed, words).map(({ state }) => state)).toEqual(['done'])
  })

  it('tells where the parcel came to', () => {
    const steps = [{ at, kind: 'dispatch-moved', dispatchStatus: 'in-transit' } as const]
    expect(caseTimeline(aCase({ steps, tasks: [] }), words)[0]?.title).toBe('快递：运输中')
  })

  it('does not stumble over a step of a newer server', () => {
    const [step] = caseTimeline(aCase({ steps: [{ at, kind: 'brand-new' }], tasks: [] }), words)
    expect(step?.title).toBe('有新的进展')
  })
})

it('shows what is wanted, why a day is provisional, and the courier', async () => {
  const wanted = aTask({ itemName: '户外广告', status: 'correction-required', wanted: ['缺少“设计图纸”，请补交。'] })
  const tracked = aCase({
    tasks: [aTask({ isProvisional: true }), wanted],
    dispatches: [
      {
        status: 'booked',
        booking: {
          waybill: { courier: 'sf', number: 'SF1' },
          bookedAt: at,
          trace: [{ at, code: '50', kind: 'picked-up', place: '长沙', remark: '' }],
        },
      },
    ],
  })
  const view = await mountPart(TrackedCaseView, { props: { tracked, asOf: at, refresh: 'idle' } })
  for (const said of ['缺少“设计图纸”，请补交。', '这是暂定日期', '顺丰速运 SF1', '已揽收', '需要您补材料'])
    expect(view.text()).toContain(said)
  expect(view.findAll('a[href="tel:07311"]')).toHaveLength(2)
})

it.each([
  ['#code=7KXQ-3M9H-2TA1', '7KXQ3M9H2TA1'],
  ['#code=7kxq3m9h2ta1&x=1', '7KXQ3M9H2TA1'],
  ['#code=short', undefined],
  ['#other', undefined],
  ['', undefined],
])('the fragment %s holds %s', (hash, code) => {
  expect(readScannedCode(hash)).toBe(code)
})
