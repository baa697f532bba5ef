// @vitest-environment happy-dom
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { mountPart } from '../../test/mountPart'
import AppButton from './AppButton.vue'
import DataList from './DataList.vue'
import FilePick from './FilePick.vue'
import LightDot from './LightDot.vue'
import PhotoStrip from './PhotoStrip.vue'
import ProgressBar from './ProgressBar.vue'
import QrCode from './QrCode.vue'
import SearchField from './SearchField.vue'

describe('AppButton', () => {
  it('ignores presses while the answer is on its way, and keeps the focus', async () => {
    const wrapper = await mountPart(AppButton, { props: { pending: true }, slots: { default: '提交' } })
    const button = wrapper.get('button').element
    button.focus()
    await wrapper.trigger('click')
    expect(wrapper.emitted('click')).toBeUndefined()
    expect(document.activeElement).toBe(button)
    expect(wrapper.attributes('aria-busy')).toBe('true')
  })

  it('does not submit a form twice', async () => {
    const wrapper = await mountPart(AppButton, { props: { type: 'submit', pending: true } })
    const press = new MouseEvent('click', { cancelable: true, bubbles: true })
    wrapper.get('button').element.dispatchEvent(press)
    expect(press.defaultPrevented).toBe(true)
  })

  it('passes one press on as one event', async () => {
    const wrapper = await mountPart(AppButton, { slots: { default: '提交' } })
    await wrapper.trigger('click')
    expect(wrapper.emitted('click')).toHaveLength(1)
  })
})

it.each([
  ['green', '正常'],
  ['yellow', '临期'],
  ['red', '超期'],
])('LightDot says %s in words', async (light, said) => {
  expect((await mountPart(LightDot, { props: { light } })).text()).toBe(said)
})

it.each([
  [0.37, '37%'],
  [0.996, '99%'],
  [1, '100%'],
  [undefined, ''],
])('ProgressBar at %s reads %s', async (ratio, said) => {
  const wrapper = await mountPart(ProgressBar, { props: { label: '上传', ratio } })
  expect(wrapper.get('.percent').text()).toBe(said)
  expect(wrapper.get('label').attributes('for')).toBe(wrapper.get('progress').attributes('id'))
})

it('DataList shows a dash for what was not given', async () => {
  const wrapper = await mountPart(DataList, { props: { items: [{ term: '代理人', value: '' }] } })
  expect(wrapper.get('dd').text()).toBe('—')
})

describe('FilePick', () => {
  const files = [new File(['a'], 'a.png'), new File(['b'], 'b.png')]
  const dropOn = async (props: Record<string, unknown>) => {
    const wrapper = await mountPart(FilePick, { props: { label: '租赁合同', accept: 'image/*', ...props } })
    await wrapper.trigger('drop', { dataTransfer: { files } })
    return wrapper.emitted<[File[]]>('pick')?.map(([picked]) => picked.map((file) => file.name))
  }

  it('gives what was dropped', async () => {
    expect(await dropOn({ multiple: true })).toEqual([['a.png', 'b.png']])
  })

  it('gives one where one is asked for, and none while disabled', async () => {
    expect(await dropOn({})).toEqual([['a.png']])
    expect(await dropOn({ disabled: true })).toBeUndefined()
  })

  it('offers the camera only where asked, each way named', async () => {
    const wrapper = await mountPart(FilePick, { props: { label: '租赁合同', accept: 'image/*', camera: true } })
    expect(wrapper.findAll('label').map((label) => label.text())).toEqual(['拍照', '选择文件'])
    expect(wrapper.get('legend').text()).toBe('租赁合同')
  })
})

it('PhotoStrip names each page and says which one is shown', async () => {
  const photos = ['a', 'b', 'c'].map((id) => ({ id, url: `blob:${id}` }))
  const wrapper = await mountPart(PhotoStrip, { props: { label: '合同', photos, selectedId: 'b', canRemove: true } })
  expect(wrapper.get('[role="status"]').text()).toBe('第 2 页，共 3 页')
  await wrapper.get('[aria-label="移除第 3 页"]').trigger('click')
  await wrapper.get('[aria-label="第 1 页，共 3 页"]').trigger('click')
  expect(wrapper.emitted('remove')).toEqual([['c']])
  expect(wrapper.emitted('select')).toEqual([['a']])
})

it('PhotoStrip shows the small picture where there is one, and decodes no large one before it is looked at', async () => {
  // As much of an ImageBitmap as is drawn here.
  const thumb = { width: 192, height: 256 } as ImageBitmap
  const photos = [
    { id: 'a', url: undefined, thumb },
    { id: 'b', url: 'blob:b' },
    { id: 'c', url: undefined },
    { id: 'd', url: undefined, isDocument: true },
  ]
  const wrapper = await mountPart(PhotoStrip, { props: { label: '合同', photos } })
  const pages = wrapper.findAll('li')
  expect(pages[0]?.get('canvas').attributes()).toMatchObject({ width: '192', height: '256' })
  expect(pages[1]?.get('img').attributes()).toMatchObject({ src: 'blob:b', loading: 'lazy', decoding: 'async' })
  expect(pages[2]?.text()).toBe('3')
  expect(pages[3]?.text()).toContain('PDF')
})

it('QrCode draws every dark module, with the four empty ones around', async () => {
  const text = 'https://onetrip.example/#7KXQ3M9HT2AB'
  const wrapper = await mountPart(QrCode, { props: { text, label: '查进度' } })
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const drawn = Array.from(
    wrapper
      .get('path')
      .attributes('d')
      ?.matchAll(/M(\d+) (\d+)h/g) ?? [],
    ([, x, y]) => `${x},${y}`,
  )
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])))
  expect(drawn).toEqual(dark)
  expect(data.slice(0, 4).flat()).not.toContain(true)
  expect(wrapper.attributes('viewBox')).toBe(`0 0 ${size} ${size}`)
})

it('SearchField clears and stays where a person types', async () => {
  const wrapper = await mountPart(SearchField, { props: { label: '搜事项', modelValue: '食品', found: '找到 3 项' } })
  expect(wrapper.get('[role="status"]').text()).toBe('找到 3 项')
  await wrapper.get('[aria-label="清除搜索内容"]').trigger('click')
  expect(wrapper.emitted('update:modelValue')).toEqual([['']])
  expect(document.activeElement).toBe(wrapper.get('input').element)
  const enter = new Event('submit', { cancelable: true })
  wrapper.get('form').element.dispatchEvent(enter)
  expect(enter.defaultPrevented, 'Enter loads no page').toBe(true)
})
