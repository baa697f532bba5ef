import { describe, expect, it } from 'vitest'
import { ItemCode } from '../catalogue/serviceItem'
import { PartyId } from '../lib/ids'
import { findShownNotice, shownText, type Stated } from './shownText'

const notices = [
  { noticeCode: 'intake-notice', version: 1, title: '告知书', paragraphs: ['只用于办理。'], isSample: true },
]
const stated: Stated = {
  items: [{ itemCode: ItemCode.parse('000131024000'), version: 1 }],
  capacity: 'assist',
  parties: [
    {
      partyId: PartyId.parse('01890000-0000-7000-8000-000000000301'),
      role: 'applicant',
      kind: 'person',
      name: '林𠮷',
      idType: 'resident-id',
      idNumber: '110105194912310021',
      mobile: '',
      address: '样例路1号',
      identityCheck: 'seen-not-stored',
    },
  ],
  fields: { area: 48, hot: true },
  delivery: { mode: 'pick-up' },
  notice: { noticeCode: 'intake-notice', version: 1 },
}

describe('what the applicant is shown', () => {
  it('[CASE-R16] is told in one form for ever: signatures are bound to it', () => {
    expect(shownText(stated, { notices })).toBe(
      '{"capacity":"assist","delivery":{"mode":"pick-up"},"fields":{"area":48,"hot":true},' +
        '"items":[{"itemCode":"000131024000","version":1}],' +
        '"notice":{"paragraphs":["只用于办理。"],"title":"告知书"},' +
        '"parties":[{"address":"样例路1号","idNumber":"110105194912310021","idType":"resident-id","mobile":"",' +
        '"name":"林𠮷","role":"applicant"}]}',
    )
  })

  it('[CASE-R16] does not hang on what a tablet keeps besides, nor on the order in which it keeps it', () => {
    // As a draft may hold it: an address left over from another choice.
    const delivery = { address: '旧地址', mode: 'pick-up' } as const
    const fields = { hot: true, area: 48 }
    expect(shownText({ ...stated, fields, delivery }, { notices })).toBe(shownText(stated, { notices }))
  })

  it('[CASE-R16] lacks a notice that the catalogue does not have', () => {
    expect(findShownNotice(stated, { notices })?.title).toBe('告知书')
    expect(findShownNotice({ ...stated, notice: { noticeCode: 'intake-notice', version: 2 } }, { notices })).toBe(
      undefined,
    )
  })
})
