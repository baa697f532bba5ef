import { PlainDate } from '@onetrip/shared/lib/time'
import { describe, expect, it } from 'vitest'
import { chineseDate } from './chineseDate'
import { Notice } from './notice'
import { wordNotice } from './noticeWording'

const day = (text: string): PlainDate => PlainDate.parse(text)

const head = {
  number: '1号',
  organName: '某局',
  addressee: '张三',
  itemName: '某事项',
  caseNumber: 'C-1',
  date: day('2026-11-24'),
  receivedOn: day('2026-11-23'),
  basis: '《某法》第一条',
  isLicence: true,
  sealWords: '某局',
  isDemo: true,
} as const
const remedies = { reviewBody: '区政府', reviewLimit: '60日', court: '人民法院', litigationLimit: '六个月' } as const
const accepted = {
  kind: 'acceptance',
  ...head,
  acceptedOn: day('2026-11-24'),
  limit: '10个工作日',
  decideBy: day('2026-12-08'),
  isProvisional: false,
} as const

function textOf(notice: Notice): string {
  const { title, blocks } = wordNotice(notice)
  const lines = blocks.map((block) =>
    block.kind === 'paragraph' ? block.text : block.points.map((p) => p.subject).join(),
  )
  return [title, ...lines].join('\n')
}

describe('wordNotice', () => {
  it('says in every notice which application, when it came, and on which basis', () => {
    const notices: Notice[] = [
      accepted,
      { kind: 'correction', ...head, points: [{ subject: '甲', reason: '缺' }], howToAnswer: '请补交。' },
      { kind: 'not-accepted', ...head, reason: '非本机关职权', remedies },
      { kind: 'denial', ...head, reason: '不符合条件', remedies },
    ]
    for (const notice of notices) {
      expect(textOf(notice)).toContain('“某事项”申请（收件编号：C-1），本机关已于2026年11月23日收到')
      expect(textOf(notice)).toContain('依据《某法》第一条')
    }
  })

  it('promises a day, and says when that day is not certain yet', () => {
    expect(textOf(accepted)).toContain('即不迟于2026年12月8日。')
    expect(textOf({ ...accepted, isProvisional: true })).toContain('即不迟于2026年12月8日（暂定')
  })

  it('borrows no words of the licensing law for the other five types', () => {
    expect(textOf(accepted)).toContain('第四十五条')
    expect(textOf({ ...accepted, isLicence: false })).not.toContain('行政许可法')
    const denial = { kind: 'denial', ...head, reason: '不符合条件', remedies } as const
    expect(textOf(denial)).toContain('不予许可决定书')
    expect(textOf({ ...denial, isLicence: false })).not.toContain('许可')
  })

  const correction = {
    kind: 'correction' as const,
    ...head,
    points: [{ subject: '甲', reason: '缺' }],
    howToAnswer: '请补交。',
  }

  it('sets a day for the answer and threatens a lapse only where the item does', () => {
    expect(textOf(correction)).toContain('共1项')
    expect(textOf(correction)).not.toContain('含当日')
    const strict = textOf({ ...correction, answerBy: day('2026-12-31'), lapseWarning: '逾期视为撤回。' })
    expect(strict).toContain('请于2026年12月31日（含当日）前补正。')
    expect(strict).toContain('逾期视为撤回。')
  })

  it('gives both remedies with body and limit on a refusal, and where to go when it is known', () => {
    const refusal = { kind: 'not-accepted', ...head, reason: '非本机关职权', remedies } as const
    expect(textOf(refusal)).toContain('60日内向区政府申请行政复议')
    expect(textOf(refusal)).toContain('六个月内依法向人民法院提起行政诉讼')
    expect(textOf(refusal)).not.toContain('办理去处')
  })

  it.each(['乙局，样例路1号', '请改办“某许可”，在本社区就能办。'])(
    'reads as a line of its own where to go: %s',
    (whereToGo) => {
      const refusal = { kind: 'not-accepted', ...head, reason: '非本机关职权', whereToGo, remedies } as const
      expect(textOf(refusal).split('\n')).toContain(`办理去处：${whereToGo}`)
    },
  )
})

it('a correction with nothing to correct is no notice', () => {
  expect(Notice.safeParse({ kind: 'correction', ...head, points: [], howToAnswer: '请补交。' }).success).toBe(false)
})

it('chineseDate has no leading zeros', () => {
  expect(chineseDate(day('2026-03-09'))).toBe('2026年3月9日')
})
