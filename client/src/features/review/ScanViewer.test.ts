// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it, onTestFinished } from 'vitest'
import { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import ScanImage from './ScanImage.vue'
import type { ScanPage } from './scanPages'
import ScanViewer from './ScanViewer.vue'

const caseId = CaseId.parse('01980000-0000-7000-8000-0000000000c1')
const scanId = ScanId.parse('a'.repeat(64))
const page: ScanPage = {
  scanId,
  materialCode: 'lease',
  materialName: '租赁合同',
  page: 1,
  pageCount: 1,
  isPdf: false,
  hasArrived: true,
}

function open(shown: ScanPage) {
  const viewer = mount(ScanViewer, {
    props: { caseId, pages: [shown], index: 0 },
    global: { provide: { [WORDS]: createWords('Asia/Shanghai') } },
  })
  onTestFinished(() => viewer.unmount())
  return viewer
}

it('shows a picture of a page and offers the page itself, as it was handed in', () => {
  const viewer = open(page)
  expect(viewer.getComponent(ScanImage).props('url')).toBe(`/api/staff/scans/${caseId}/${scanId}?width=1600`)
  const link = viewer.get('a[download]')
  expect([link.attributes('href'), link.text()]).toEqual([`/api/staff/scans/${caseId}/${scanId}`, '下载原件'])
})

it('offers nothing while the page is on its way', () => {
  expect(
    open({ ...page, hasArrived: false })
      .find('a')
      .exists(),
  ).toBe(false)
})
