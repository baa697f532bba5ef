import { expect, it } from 'vitest'
import { PlainDate } from '@onetrip/shared/lib/time'
import { createWords } from './createWords'
import { notInForceSentence } from './itemSentences'

it('writes nothing between two Chinese sentences, and a space between two English ones', async () => {
  const words = createWords('Asia/Shanghai')
  const lastDay = PlainDate.parse('2022-02-28')
  const sentence = () =>
    notInForceSentence({ kind: 'expired', lastDay, why: '已取消。', instead: '凭身份证办。' }, words)
  expect(sentence()).toBe('已于 2022年2月28日 停办。已取消。现在这样办：凭身份证办。')
  await words.setLocale('en')
  expect(sentence()).toMatch(/2022\. 已取消。 \S/)
})
