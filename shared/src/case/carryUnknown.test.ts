import { expect, it } from 'vitest'
import { PartyId, ScanId } from '../lib/ids'
import { carryUnknown, moreOf } from './carryUnknown'
import { compareSides } from './compareSides'
import { aParty, aStatement } from './testStatement'

const page = (letter: string, more = {}) => ({
  scanId: ScanId.parse(letter.repeat(64)),
  sizeBytes: 1,
  mediaType: 'image/jpeg' as const,
  ...more,
})
const lease = (pages: ReturnType<typeof page>[], more = {}) => ({
  code: 'lease',
  how: 'scanned' as const,
  pages,
  ...more,
})
const other = PartyId.parse('01980000-0000-7000-8000-000000000002')

it('[CASE-R21] carries what is not known to the same person, paper, page, item and way to deliver', () => {
  const [item] = aStatement().items
  if (!item) throw new Error('no item')
  const from = aStatement({
    items: [{ ...item, ...{ track: 'fast' } }],
    parties: [{ ...aParty(), ...{ nation: '土家族' } }],
    materials: [lease([page('a', { turned: 90 }), page('b', { turned: 180 })], { folder: 3 })],
    delivery: { mode: 'pick-up', ...{ window: 7 } },
  })
  const onto = aStatement({
    parties: [aParty({ mobile: '1' }), aParty({ partyId: other, role: 'guardian' })],
    materials: [lease([page('a')])],
  })
  expect(carryUnknown(onto, from)).toEqual({
    ...from,
    parties: [{ ...aParty({ mobile: '1' }), nation: '土家族' }, onto.parties[1]],
    materials: [lease([page('a', { turned: 90 })], { folder: 3 })],
  })
})

it('[CASE-R21] gives nothing to another way of delivery, and leaves alone what is known', () => {
  const courier = {
    mode: 'courier' as const,
    recipient: '甲',
    mobile: '1',
    province: '',
    city: '',
    county: '',
    address: '',
  }
  const from = aStatement({ delivery: { ...courier, ...{ box: 'big' } }, fields: { area: 48 } })
  const onto = aStatement({ fields: { area: 46 } })
  expect(carryUnknown(onto, from)).toEqual(onto)
})

it('[CASE-R21] finds what a whole content says more', () => {
  expect(moreOf({ ...aStatement(), notice: {}, signature: {}, urgency: 'high' })).toEqual({ urgency: 'high' })
})

it('[CASE-R21] asks nobody to choose between things that nobody here knows', () => {
  const before = aStatement({ materials: [lease([page('a')])] })
  const theirs = aStatement({
    parties: [{ ...aParty(), ...{ nation: '土家族' } }],
    materials: [lease([page('a')], { folder: 3 })],
    delivery: { mode: 'pick-up', ...{ window: 7 } },
  })
  expect(compareSides({ before: undefined, mine: before, theirs }).differences).toEqual([])
})
