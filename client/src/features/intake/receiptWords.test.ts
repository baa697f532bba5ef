import { expect, it } from 'vitest'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { Department, Station } from '@onetrip/shared/catalogue/district'
import { aCatalogue, aDraft, aTablet } from '../../../test/agentTablet'
import { createWords } from '../../words/createWords'
import { receiptFacts } from './receiptWords'

const words = createWords('Asia/Shanghai')
const department = Department.parse({
  departmentId: anItem().departmentId,
  names: [{ name: '市场监督管理局', from: '2019-01-01' }],
  shortName: '区市场监管局',
  phone: '0731-1',
  address: '',
  meets: 'console',
  reviewBody: '',
  isSample: true,
})
const station = {
  stationId: '430102009001',
  subdistrictCode: '430102009',
  kind: 'community',
  name: '五一社区',
  isSample: true,
}

it.each([
  ['of the station', { phone: '0731-2' }, '0731-2'],
  ['of the department that decides, where the station has none', {}, '区市场监管局 0731-1'],
])('gives the telephone %s', async (_whose, phone, said) => {
  const here = Station.parse({ ...station, ...phone })
  const catalogue = {
    ...aCatalogue(),
    departments: new Map([[department.departmentId, department]]),
    stations: new Map([[here.stationId, here]]),
  }
  const { me } = await aTablet(`receipt-phone-${said}`)
  const facts = receiptFacts(aDraft(), catalogue, { words, me })
  expect(facts.find(({ term }) => term === '联系电话')?.value).toBe(said)
})
