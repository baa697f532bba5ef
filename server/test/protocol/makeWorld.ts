import { readDistrict } from '../../src/domain/catalogue/readDistrict'
import { catalogueRows } from '../../src/domain/catalogue/catalogueRows'
import { inRoot } from '../../src/app/root'
import { mintRegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { recordedId } from './stage'
import { testKeyBytes, World } from './world'

const [STATION, OTHER_STATION] = ['430102014004', '430102013008'] as const
const THEME = 'open-restaurant'

/** A part of the district as it stands today: one theme with its items, two stations, four people. */
export async function makeWorld(): Promise<World> {
  const read = await readDistrict(inRoot('server', 'district'))
  if (!read.ok) throw new Error('the district’s files have faults')
  const data = read.value
  const theme = data.themes.find(({ themeCode }) => themeCode === THEME)
  const codes = theme?.members.map(({ itemCode }) => itemCode) ?? []
  const items = data.items.filter(({ itemCode }) => codes.includes(itemCode))
  const departments = data.departments.filter((one) => items.some((item) => item.departmentId === one.departmentId))
  const stations = data.stations.filter(({ stationId }) => [STATION, OTHER_STATION].some((id) => id === stationId))
  const subdistricts = data.subdistricts.filter(({ code }) => stations.some((one) => one.subdistrictCode === code))
  const themes = theme ? [theme] : []
  const person = (n: number, loginName: string, role: World['people'][number]['role'], unitId: string) => ({
    loginName,
    password: `test-password-of-${loginName}`,
    name: `样例${loginName}`,
    personId: recordedId(100 + n),
    postId: recordedId(200 + n),
    role,
    unitId,
  })
  const codeFrom = (words: string) => mintRegistrationCode((length) => testKeyBytes(words).subarray(0, length))
  return World.parse({
    now: '2026-11-30T01:00:00.000Z',
    epoch: recordedId(1),
    catalogue: [...catalogueRows({ ...data, themes, items, departments, stations, subdistricts }).values()],
    people: [
      person(1, 'agent', 'agent', STATION),
      person(2, 'other-agent', 'agent', OTHER_STATION),
      person(3, 'reviewer', 'reviewer', 'market-regulation'),
      person(4, 'admin', 'admin', data.district.districtId),
    ],
    registrationCodes: { [STATION]: codeFrom('onetrip test code 1'), [OTHER_STATION]: codeFrom('onetrip test code 2') },
    testKeys: {
      envelopes: 'onetrip protocol 1 TEST KEY of envelopes',
      recovery: 'onetrip protocol 1 TEST KEY of recovery',
      acknowledgements: 'onetrip protocol 1 TEST KEY of acknowledgements',
      device: 'onetrip protocol 1 TEST KEY of a device',
    },
  })
}
