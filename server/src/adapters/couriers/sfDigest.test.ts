import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sfDigest } from './sfDigest'

const MSG_DATA = '{"language":"zh-CN","orderId":"FR-430102-0001","remark":"证照 送达(本人签收)*~"}'
const TIMESTAMP = '1700000000000'
const CHECK_WORD = 'TESTCHECKWORD'
const md5 = (text: string): string => createHash('md5').update(text).digest('base64')

it('signs as Java would: space, brackets, tilde, star and Chinese', () => {
  expect(sfDigest(MSG_DATA, TIMESTAMP, CHECK_WORD)).toBe('p/JczQmTkKdDtN89l4cNnQ==')
  expect(sfDigest('{"a":1}', TIMESTAMP, 'cw')).toBe('MTi764CWVlVMKjj8p0kGeQ==')
})

it('is neither of the two digests that come easy and that SF refuses', () => {
  const text = MSG_DATA + TIMESTAMP + CHECK_WORD
  expect(md5(encodeURIComponent(text))).toBe('wZe7I6wYiu/HaP3SbrXUVw==')
  expect(md5(text)).toBe('C1v+7xSwZhim382eu2Wfzg==')
  expect(sfDigest(MSG_DATA, TIMESTAMP, CHECK_WORD)).not.toBe(md5(encodeURIComponent(text)))
  expect(sfDigest(MSG_DATA, TIMESTAMP, CHECK_WORD)).not.toBe(md5(text))
})
