import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { buildCatalogue, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { District } from '@onetrip/shared/catalogue/district'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { PartyId } from '@onetrip/shared/lib/ids'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { makeStationRow } from './feedRows'

/** Some family names, several of which are read in more ways than one. Names are made up. */
const FAMILY = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾解区查仇'
const GIVEN = '子涵宇轩浩然思远雨欣佳怡梓萱俊杰建国建华秀英桂兰志强海燕丽娟春梅晓明文博雪晴嘉豪静雯'
/** The oldest of all, named like nobody else. */
export const OLDEST = { name: '欧阳青黛', initials: 'oyqd' } as const

/** The nth case of a station, with a name as people have them. The first is the oldest. */
export const makeSearchedRow = (nth: number, stationId: string): StationCaseRow => ({
  ...makeStationRow(nth, stationId),
  applicantName: nth === 0 ? OLDEST.name : makeName(nth),
})

/** This tablet's own copy of a case. Numbers are made up. */
export const makeOwnCopy = ({
  caseId,
  items,
  applicantName,
  receiptNumber,
  collectedAt,
}: StationCaseRow): IntakeDraft => ({
  caseId,
  startedAt: collectedAt,
  step: 'check',
  items,
  parties: [
    {
      partyId: PartyId.parse(caseId),
      role: 'applicant',
      kind: 'person',
      name: applicantName,
      idType: 'resident-id',
      idNumber: `43010219900101${receiptNumber.slice(-4)}`,
      mobile: `1380731${receiptNumber.slice(-4)}`,
      address: '五一大道 1 号',
      identityCheck: 'seen-not-stored',
    },
  ],
  fields: {},
  materials: [],
  receipt: { receiptNumber, queryCode: 'bench', collectedAt },
})

export const aSearchCatalogue: Catalogue = makeCatalogue()

function makeCatalogue(): Catalogue {
  const catalogue = buildCatalogue(
    [
      {
        kind: 'district',
        district: District.parse({
          districtId: '430102',
          name: '芙蓉区',
          city: '长沙市',
          province: '湖南省',
          timeZone: 'Asia/Shanghai',
        }),
      },
      {
        kind: 'calendar',
        calendar: { years: [], statutory: [], officeHours: [{ opensAt: '09:00', closesAt: '17:00' }] },
      },
      { kind: 'item', item: anItem() },
    ],
    1,
  )
  if (!catalogue) throw new Error('the catalogue of the bench is incomplete')
  return catalogue
}

const makeName = (nth: number): string =>
  [
    FAMILY.charAt(nth % FAMILY.length),
    GIVEN.charAt((nth * 7) % GIVEN.length),
    GIVEN.charAt((nth * 13 + 5) % GIVEN.length),
  ]
    .slice(0, nth % 5 === 0 ? 2 : 3)
    .join('')
