// Goal: what a written act says of law and number can be quoted in court: its own article, and a number of its own.
// Method: every item of the real district, in each act that it can come to.
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TaskState } from '@onetrip/shared/case/taskState'
import { ItemCode, type ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { CorrectionId, DepartmentId, TaskId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import type { CaseFile } from '../../db/caseFile'
import { aSubmit, agent, contextFor, licence, makeWords, now, reviewer, stationId, uuid } from '../../../test/ruling'
import { readDistrict } from '../catalogue/readDistrict'
import { Notice } from '../document/notice'
import { wordNotice } from '../document/noticeWording'
import { proposedResult } from '../inbox/proposedResult'
import { decideOperation } from '../operations/decideOperation'
import { modelFor } from './documentModels'

const received = { receivedAt: now }
const accepted = { ...received, acceptedAt: now }
const refused = { reason: '场所不符合要求', decidedAt: now }
const ACTS = {
  acceptance: { status: 'accepted', ...accepted },
  correction: {
    status: 'correction-required',
    ...received,
    correction: {
      correctionId: CorrectionId.parse(uuid(401)),
      points: [{ at: { kind: 'other' }, words: '缺页' }],
      askedAt: now,
    },
  },
  'not-accepted': { status: 'not-accepted', ...received, ...refused, whereToGo: '区民政局' },
  denial: { status: 'denied', ...accepted, ...refused },
} as const satisfies Record<Notice['kind'], TaskState>
const KINDS = Object.keys(ACTS) as (keyof typeof ACTS)[] // its own keys

let items: readonly ServiceItem[] = []
beforeAll(async () => {
  const district = await readDistrict(resolve(import.meta.dirname, '../../../district'))
  if (!district.ok) throw new Error('the district cannot be read')
  const departmentId = DepartmentId.parse(reviewer.unitId)
  items = district.value.items.map((item) => ({ ...item, departmentId }))
})

/** A case with these items; what they ask for does not matter to its documents. */
function fileOf(own: readonly ServiceItem[], changes: Partial<CaseFile['case']> = {}): CaseFile {
  const { ruling } = decideOperation(undefined, aSubmit(), contextFor(agent))
  if (!ruling) throw new Error('not taken in')
  const refs = own.map(({ itemCode, version }) => ({ itemCode, version }))
  return { ...ruling.file, case: { ...ruling.file.case, content: makeWords({ items: refs }), ...changes } }
}

function noticeOf(file: CaseFile, item: ServiceItem, kind: keyof typeof ACTS, all = [item]): Notice {
  const { itemCode, version: itemVersion, departmentId } = item
  const { caseId } = file.case
  const task = { taskId: TaskId.parse(uuid(501)), caseId, itemCode, itemVersion, departmentId, revision: 2 }
  const model = modelFor(file, { ...task, state: ACTS[kind] }, contextFor(reviewer, { items: all }))
  return Notice.parse(model?.model)
}

const textOf = (notice: Notice): string =>
  wordNotice(notice)
    .blocks.map((block) => (block.kind === 'paragraph' ? block.text : ''))
    .join('\n')

describe('the law that an act quotes', () => {
  it.each([
    ['acceptance', '依据《中华人民共和国行政许可法》第三十二条第一款第五项，决定予以受理'],
    ['correction', '依据《中华人民共和国行政许可法》第三十二条第一款第四项，现将'],
    ['not-accepted', '依据《中华人民共和国行政许可法》第三十二条第一款，决定不予受理'],
    ['denial', '依据《中华人民共和国行政许可法》第三十八条第二款、《食品安全法》第三十五条，决定不予行政许可'],
  ] as const)('[CASE-R9] on a licence: %s', (kind, words) => {
    const food = items.find(({ itemCode }) => itemCode === '000131024000')
    if (!food) throw new Error('no such item')
    expect(textOf(noticeOf(fileOf([food]), food, kind))).toContain(words)
  })

  it('is the law of the matter where the item is no licence', () => {
    const others = items.filter(({ type }) => type !== 'licence')
    expect(others.length).toBeGreaterThan(5)
    for (const item of others)
      for (const kind of KINDS) {
        const notice = noticeOf(fileOf([item]), item, kind)
        expect(notice.basis).toBe(item.legalBasis[0])
        expect(textOf(notice)).not.toContain('行政许可法')
      }
  })

  it('is never why a limit has so many days, nor a sample', () => {
    for (const item of items)
      for (const kind of KINDS) {
        const { basis } = noticeOf(fileOf([item]), item, kind)
        expect(basis).not.toMatch(/样例|[：。]/)
        for (const limit of Object.values(item.limits)) expect(limit?.basis).not.toBe(basis)
      }
  })
})

describe('the number of a document', () => {
  const fileWith = (counter: number, station = stationId): CaseFile => {
    const date = '2026-11-23' as Parameters<typeof makeReceiptNumber>[0]['date'] // a day that is one
    const receipt = makeReceiptNumber({ stationId: station, date, deviceNumber: 1, counter })
    if (!receipt.ok) throw new Error(receipt.error)
    return fileOf(pair, { receiptNumber: receipt.value })
  }
  const second = anItem({ itemCode: ItemCode.parse('000131024001'), name: '另一事项' })
  const pair = [licence, second]

  it('[CASE-R9] is one alone: for each act, each item of a case, each case and each station', () => {
    const elsewhere = '430102010001' as typeof stationId // by its form
    const files = [fileWith(1), fileWith(2), fileWith(1, elsewhere)]
    const numbers = files.flatMap((file) =>
      pair.flatMap((item) => KINDS.map((kind) => noticeOf(file, item, kind, pair).number)),
    )
    expect(new Set(numbers).size).toBe(files.length * pair.length * KINDS.length)
    expect(numbers[0]).toMatch(/^芙市监受〔2026〕009001261123\w{7}-01号$/)
  })

  it('has the form of a result’s number', () => {
    const file = fileWith(1)
    const { receiptNumber, content } = file.case
    const context = contextFor(reviewer, { items: pair })
    const department = context.catalogue.departments.get(second.departmentId)
    if (!department) throw new Error('no department')
    const itemCodes = content.items.map(({ itemCode }) => itemCode)
    const { number } = proposedResult({ item: second, department, receiptNumber, itemCodes, today: context.today })
    expect(noticeOf(file, second, 'acceptance', pair).number).toBe(number.replace('〔', '受〔'))
  })
})
