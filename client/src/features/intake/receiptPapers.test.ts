import { expect, it } from 'vitest'
import type { MaterialEntry } from '@onetrip/shared/case/content'
import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft, NOW } from '../../../test/agentTablet'
import { createWords } from '../../words/createWords'
import { receiptGaps, receiptPapers } from './receiptPapers'

const words = createWords('Asia/Shanghai')
const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW }
const catalogue = aCatalogue([
  anItem({
    form: [aField('businessName', { label: '字号', input: { kind: 'text', maxLength: 60 } })],
    materials: [
      aMaterial('form', { name: '申请书' }),
      aMaterial('health', {
        name: '健康证明',
        need: { kind: 'owed', within: { n: 20, unit: 'working-days' }, consequence: '撤销许可。' },
      }),
      aMaterial('lease', { name: '租赁合同' }),
      aMaterial('licence', { name: '营业执照', need: { kind: 'optional' } }),
      aMaterial('rules', { name: '制度清单', need: { kind: 'promise', text: '我承诺。' } }),
    ],
  }),
])
const HEALTH = '健康证明 · 以后补交，期限 20 个工作日。逾期的后果：撤销许可。'
const page = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
const scanned = (code: string, count = 1): MaterialEntry => ({
  code,
  how: 'scanned',
  pages: Array.from({ length: count }, () => page),
})

it.each<[string, readonly MaterialEntry[], readonly string[]]>([
  ['nothing was touched: what is owed is owed all the same', [], [HEALTH]],
  [
    'touched in another order than the catalogue’s',
    [{ code: 'rules', how: 'promised', pages: [] }, scanned('lease', 2), scanned('form')],
    ['申请书 · 1 页', HEALTH, '租赁合同 · 2 页', '制度清单 · 承诺代替'],
  ],
  ['what may follow was brought', [scanned('health')], ['健康证明 · 1 页']],
  ['a page was taken and removed again', [scanned('licence', 0)], [HEALTH]],
])('papers on the receipt: %s', (_what, materials, papers) => {
  expect(receiptPapers(aDraft({ materials, receipt }), catalogue, words)).toEqual(papers)
})

it('names what the applicant left open by insisting', () => {
  const materials = [scanned('form')]
  expect(receiptGaps(aDraft({ materials, receipt }), catalogue, words)).toEqual(['字号', '材料“租赁合同”'])
  const whole = aDraft({ materials: [scanned('form'), scanned('lease')], fields: { businessName: '㛃记' }, receipt })
  expect(receiptGaps(whole, catalogue, words)).toEqual([])
})
