// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { mountPart } from '../../../test/mountPart'
import { aTaskDetail } from '../../../test/aTask'
import { without } from '../../stores/without'
import TaskPanel from './TaskPanel.vue'

it.each([
  ['已到 2 页，共 3 页', { arrived: 2, total: 3 }],
  ['申请人的签名还在上传', { arrived: 3, total: 3 }],
])('counts the pages of papers while scans arrive: %s', async (said, pages) => {
  const row = { ...without(aTaskDetail().row, 'task'), scans: { arrived: 3, total: 4 }, pages }
  const panel = await mountPart(TaskPanel, {
    props: { task: aTaskDetail(1, { row }), canPoint: false, isPointed: () => false },
  })
  expect(panel.text()).toContain(said)
})
