import { describe, expect, it } from 'vitest'
import { checkContent } from '@onetrip/shared/case/checkContent'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { toDraftContent } from '@onetrip/shared/case/toContent'
import { ProblemKind, type Problem } from '@onetrip/shared/case/problem'
import { aField, aMaterial, anItem, day } from '@onetrip/shared/catalogue/testItem'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft } from '../../../test/agentTablet'
import { formOf, itemsOf } from '../../stores/draftForm'
import { createWords } from '../../words/createWords'
import { findIssues } from './issues'

const words = createWords('Asia/Shanghai')
const item = anItem({
  form: [aField('businessName', { label: '字号', input: { kind: 'text', maxLength: 60 } })],
  materials: [aMaterial('lease', { name: '租赁合同' })],
})
const catalogue = aCatalogue([item])

function issuesOf(changes: Partial<IntakeDraft>, problems?: readonly Problem[]) {
  const draft = aDraft({ fields: { businessName: '㛃记' }, ...changes })
  const named = { items: itemsOf(draft.items, catalogue), parties: draft.parties, form: formOf(draft, catalogue) }
  const found = problems ?? checkContent(toDraftContent(draft), catalogue, day('2026-07-03'))
  return findIssues(draft, found, named, words).map(({ step, anchor, label, sentence }) => [
    step,
    anchor,
    label,
    sentence,
  ])
}

const [applicant] = aDraft().parties
const party = (changes: object) => (applicant ? [{ ...applicant, ...changes }] : [])
const LEASE = ['materials', 'material-lease', '材料“租赁合同”', '还没有交。请拍照或者选文件。']

describe('what stands in the way', () => {
  const at = `party-${applicant?.partyId ?? ''}`
  it.each<[string, Partial<IntakeDraft>, readonly string[]]>([
    [
      'a wrong check character',
      { parties: party({ idNumber: '110105194912310021' }) },
      ['applicant', `${at}-idNumber`, '申请人 · 证件号码', '最后一位校验不符，多半有一位抄错了。请对照证件逐位核对。'],
    ],
    [
      'an impossible birth date',
      { parties: party({ idNumber: '110105194902310028' }) },
      ['applicant', `${at}-idNumber`, '申请人 · 证件号码', '第 7 到 14 位不是可能的出生日期，请对照证件核对。'],
    ],
    [
      'a text of 10,000 characters in the form',
      { fields: { businessName: '长'.repeat(10_000) } },
      ['form', 'field-businessName', '字号', '最多 60 字，现在 10,000 字。请删减，已输入的不会丢。'],
    ],
    [
      'a name of 10,000 characters',
      { parties: party({ name: '𠮷'.repeat(5000) }) },
      ['applicant', `${at}-name`, '申请人 · 姓名或名称', '最多 200 字，现在 5,000 字。请删减，已输入的不会丢。'],
    ],
    ['nobody applies', { parties: [] }, ['applicant', 'applicant', '申请人', '还没有申请人。']],
  ])('%s has its place and its sentence', (_what, changes, issue) => {
    expect(issuesOf(changes)).toContainEqual(issue)
  })

  const many = (count: number) => Array.from({ length: count }, (_, index) => index)
  const page = (index: number) => ({
    scanId: ScanId.parse(index.toString(16).padStart(64, '0')),
    sizeBytes: 1,
    mediaType: 'image/jpeg' as const,
  })
  const courier = { mode: 'courier', recipient: '吉', mobile: '13900000000', city: '长沙市', county: '芙蓉区' } as const
  it.each<[string, Partial<IntakeDraft>, readonly string[]]>([
    [
      'a province of 41 characters',
      { delivery: { ...courier, province: '湖'.repeat(41), address: '五一大道' } },
      ['delivery', 'delivery-province', '送达 · 省', '最多 40 字，现在 41 字。请删减，已输入的不会丢。'],
    ],
    [
      'an address of 301 characters',
      { delivery: { ...courier, province: '湖南省', address: '路'.repeat(301) } },
      ['delivery', 'delivery-address', '送达 · 详细地址', '最多 300 字，现在 301 字。请删减，已输入的不会丢。'],
    ],
    [
      '61 pages of a paper',
      { materials: [{ code: 'lease', how: 'scanned', pages: many(61).map(page) }] },
      ['materials', 'material-lease', '材料“租赁合同”', '太多了，最多 60 个。请移除多余的。'],
    ],
    [
      '31 people',
      { parties: many(31).flatMap(() => party({})) },
      ['applicant', 'applicant', '其他人', '太多了，最多 30 个。请移除多余的。'],
    ],
    [
      '13 things at once',
      { items: many(13).flatMap(() => aDraft().items) },
      ['item', 'items', '要办的事', '太多了，最多 12 个。请移除多余的。'],
    ],
  ])('%s is more than the wire carries, and is told', (_what, changes, issue) => {
    expect(issuesOf(changes)).toContainEqual(issue)
  })

  it('is nothing but the paper where a name has rare characters and an emoji', () => {
    expect(issuesOf({ parties: party({ name: '𠮷㛃😀' }) })).toEqual([LEASE])
  })

  it('names every kind of problem in a sentence of its own', () => {
    const sentences = ProblemKind.options.map((kind) => {
      const place = { in: 'field', fieldId: 'businessName' } as const
      return issuesOf({}, [{ severity: 'error', kind, place }])[0]?.[3]
    })
    expect(new Set(sentences).size).toBe(ProblemKind.options.length)
  })
})
