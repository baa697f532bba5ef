import { expect, it } from 'vitest'
import { intakeForm } from '@onetrip/shared/catalogue/intakeForm'
import { aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aDraft } from '../../test/agentTablet'
import { createWords } from './createWords'
import { scanNames } from './scanNames'

const words = createWords('Asia/Shanghai')
const scanId = (digit: string): ScanId => ScanId.parse(digit.repeat(64))
const aPage = (digit: string) => ({ scanId: scanId(digit), sizeBytes: 1, mediaType: 'image/jpeg' }) as const

it('names a scan by its paper, by its page where there are several, and the signature as what it is', () => {
  const papers = [aMaterial('form', { name: '申请书' }), aMaterial('lease', { name: '租赁合同' })]
  const draft = aDraft({
    materials: [
      { code: 'form', how: 'scanned', pages: [aPage('1'), aPage('2')] },
      { code: 'lease', how: 'scanned', pages: [aPage('3')] },
    ],
  })
  const names = scanNames(draft, intakeForm([anItem({ materials: papers })], {}), words)
  expect(['1', '2', '3'].map((digit) => names.get(scanId(digit)))).toEqual([
    '申请书 第 1 页',
    '申请书 第 2 页',
    '租赁合同',
  ])
  expect(draft.signature && names.get(draft.signature.image.scanId)).toBe('申请人签名')
})
