// Goal: the district's data files are what the rules and the law want, and a bad file is told by name and place.
// Method: the real folder is read as the server reads it; faults are planted in a copy.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { intakeForm } from '@onetrip/shared/catalogue/intakeForm'
import { isInForceOn, itemOn } from '@onetrip/shared/catalogue/inForce'
import { searchCatalogue } from '@onetrip/shared/catalogue/search'
import { ItemType } from '@onetrip/shared/catalogue/serviceItem'
import { departmentNameOn } from '@onetrip/shared/catalogue/district'
import { membersFor } from '@onetrip/shared/catalogue/themeMembers'
import { PlainDate } from '@onetrip/shared/lib/time'
import { describeFault, type DistrictData } from './districtData'
import { readDistrict } from './readDistrict'

const FOLDER = resolve(import.meta.dirname, '../../../district')
const TODAY = PlainDate.parse('2026-11-23')

let data: DistrictData
beforeAll(async () => {
  const answer = await readDistrict(FOLDER)
  if (!answer.ok) throw new Error(answer.error.map(describeFault).join('\n'))
  data = answer.value
})

const itemsOn = (day: PlainDate) => data.items.filter((item) => isInForceOn(item, day))
const getItemByCode = (itemCode: string) => data.items.filter((item) => item.itemCode === itemCode)

describe('the items', () => {
  it('are at least ten in force, of all six types', () => {
    expect(itemsOn(TODAY).length).toBeGreaterThanOrEqual(10)
    expect(new Set(itemsOn(TODAY).map((item) => item.type))).toEqual(new Set(ItemType.options))
  })

  it('[行政许可法 32(4), 44] every licence has its silence rule, five days to accept and ten to deliver', () => {
    for (const item of data.items.filter(({ type }) => type === 'licence')) {
      expect(item).toMatchObject({
        silenceRule: { days: 5 },
        limits: {
          acceptance: { limit: { n: 5, unit: 'working-days' } },
          delivery: { limit: { n: 10, unit: 'working-days' } },
        },
      })
      expect(item.silenceRule?.basis).toContain('第三十二条第一款第四项')
    }
  })

  it('carry codes whose type digits say the same as their type', () => {
    const digits = {
      '01': 'licence',
      '04': 'levy',
      '05': 'benefit',
      '07': 'confirmation',
      '10': 'other-power',
      '20': 'public-service',
    }
    const national = data.items.filter(({ itemCode }) => itemCode.startsWith('00'))
    for (const item of national) {
      // 基本编码: two digits of origin, then two of type.
      expect(Object.entries(digits)).toContainEqual([item.itemCode.slice(2, 4), item.type])
    }
    expect(data.items.length - national.length).toBe(1)
  })

  it('are marked as sample wherever we made up the code', () => {
    const madeUp = data.items.filter(({ itemCode }) => /^\d{6}9\d\d000$/.test(itemCode))
    expect(madeUp.filter((item) => !item.isSample)).toEqual([])
    expect(madeUp.length).toBeGreaterThan(0)
  })

  it('can be deferred, promised, charged, sent home and handed out at once: each way is there', () => {
    const needs = new Set(itemsOn(TODAY).flatMap((item) => item.materials.map((spec) => spec.need.kind)))
    expect(needs).toEqual(new Set(['required', 'optional', 'owed', 'promise']))
    expect(itemsOn(TODAY).some((item) => item.fee.kind === 'charged')).toBe(true)
    expect(itemsOn(TODAY).some((item) => item.result.paper && item.delivery.includes('courier'))).toBe(true)
    expect(itemsOn(TODAY).some((item) => item.separation.kind === 'waived')).toBe(true)
  })

  it('are found by their name, their full pinyin and their initials', () => {
    for (const item of data.items) {
      expect(searchCatalogue(data.items, item.name, 1)).toEqual([item])
      expect(searchCatalogue(data.items, item.pinyin.full, 1)).toEqual([item])
      expect(searchCatalogue(data.items, item.pinyin.initials.toUpperCase(), 3)).toContain(item)
    }
  })

  it.each([
    ['开饭店', '食品经营许可（餐饮服务）新办'],
    ['老伴走了', '临时救助金给付'],
    ['网吧', '互联网上网服务营业场所经营单位设立审批'],
    ['shiye', '失业登记'],
    ['gljt', '高龄津贴'],
  ])('%s leads to %s', (words, name) => {
    expect(searchCatalogue(data.items, words, 3).map((item) => item.name)).toContain(name)
  })

  it('老年优待证 is refused since 2022-03-01, with why and what instead', () => {
    const versions = getItemByCode('002011901000')
    expect(itemOn(versions, PlainDate.parse('2022-02-28')).ok).toBe(true)
    const refused = itemOn(versions, PlainDate.parse('2022-03-01'))
    if (refused.ok || refused.error.kind !== 'expired') throw new Error('it should have expired')
    expect(refused.error.why).toContain('取消')
    expect(refused.error.instead).toContain('身份证')
  })
})

describe('the district', () => {
  it('has thirteen streets, the park committee and the administration', () => {
    const kinds = data.subdistricts.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'street')).toHaveLength(13)
    expect(data.subdistricts.slice(13).map(({ name }) => name)).toEqual(['隆平高科技园管委会', '湘湖管理局'])
  })

  it('has communities, villages and three sample key buildings, each site number marked as ours', () => {
    const byKind = (kind: string) => data.stations.filter((station) => station.kind === kind)
    expect(byKind('community')).toHaveLength(47)
    expect(byKind('village')).toHaveLength(5)
    expect(byKind('key-building')).toHaveLength(3)
    expect(data.stations.every(({ isSample }) => isSample)).toBe(true)
  })

  it('has departments with their former names, one of them met by its own system', () => {
    const market = data.departments.find(({ departmentId }) => departmentId === 'market-regulation')
    expect(market && departmentNameOn(market, PlainDate.parse('2018-05-23'))).toBe(
      '长沙市芙蓉区食品药品工商质量监督管理局',
    )
    expect(market && departmentNameOn(market, TODAY)).toBe('长沙市芙蓉区市场监督管理局')
    expect(data.departments.filter(({ meets }) => meets === 'signed-http').map(({ shortName }) => shortName)).toEqual([
      '区城管局',
    ])
  })

  it('has a calendar and a notice for the applicant', () => {
    expect(data.calendar.years.map(({ year }) => year)).toEqual([2025, 2026])
    expect(data.calendar.statutory.map(({ year }) => year)).toEqual([2027])
    expect(data.notices).toMatchObject([{ noticeCode: 'intake-notice', version: 1 }])
  })
})

describe('我要开餐馆', () => {
  const FOOD = '000131024000'
  const FIRE = '000199901000'
  const SIGN = '000117017000'
  const getTheme = () => {
    const theme = data.themes.find(({ themeCode }) => themeCode === 'open-restaurant')
    if (!theme) throw new Error('no theme open-restaurant')
    return theme
  }

  it.each([
    [{ premisesAreaSqm: 40, hasSignboard: false }, [FOOD]],
    [{ premisesAreaSqm: 40, hasSignboard: true }, [FOOD, SIGN]],
    [{ premisesAreaSqm: 50, hasSignboard: false }, [FOOD]],
    [{ premisesAreaSqm: 80, hasSignboard: false }, [FOOD, FIRE]],
    [{ premisesAreaSqm: 80, hasSignboard: true }, [FOOD, FIRE, SIGN]],
  ])('%j calls for %j, all side by side', (answers, members) => {
    const chosen = membersFor(getTheme(), answers)
    expect(chosen).toEqual(members)
    const called = getTheme().members.filter(({ itemCode }) => members.includes(itemCode))
    expect(called.flatMap(({ needs }) => needs).filter((need) => chosen.includes(need))).toEqual([])
  })

  it('asks each thing once: fewer questions and papers than its items one by one', () => {
    const answers = { premisesAreaSqm: 80, hasSignboard: true, foodProjects: ['cold-food'], fireByPromise: false }
    const items = membersFor(getTheme(), answers).flatMap(getItemByCode)
    const together = intakeForm(items, answers, getTheme())
    const apart = items.map((item) => intakeForm([item], answers))
    const fieldsApart = apart.flatMap(({ fields }) => fields)
    const materialsApart = apart.flatMap(({ materials }) => materials)
    expect(together.fields.filter(({ askedBy }) => askedBy.length === 3).map(({ field }) => field.id)).toEqual([
      'businessName',
      'creditCode',
      'premisesAddress',
    ])
    expect([fieldsApart.length, together.fields.length]).toEqual([28, 22])
    expect([materialsApart.length, together.materials.length]).toEqual([17, 15])
    expect(together.materials.find(({ spec }) => spec.code === 'business-licence')).toMatchObject({
      spec: { need: { kind: 'required' } },
      askedBy: [FOOD, FIRE, SIGN],
    })
  })
})

describe('a bad file', () => {
  const ITEM = 'items/000131024000-v1.json'
  const THEME = 'themes/open-restaurant.json'

  it.each<[string, string, (text: string) => string, string]>([
    ['no JSON', 'district.json', (text) => text.slice(1), 'district.json: '],
    ['a wrong type', ITEM, swap('"version": 1', '"version": "1"'), `${ITEM}, at version: Invalid input: expected`],
    [
      'a misspelt key',
      ITEM,
      swap('"copies": 1', '"copys": 1, "copies": 1'),
      `${ITEM}, at materials.0.copys: unknown key`,
    ],
    ['no such day', ITEM, swap('2025-01-01', '2025-02-30'), `${ITEM}, at effective.from: `],
    [
      'a licence without silence rule',
      ITEM,
      swap('"licence"', '"licence"', 'silenceRule'),
      `${ITEM}: silence-rule-missing`,
    ],
    [
      'another version than its name says',
      ITEM,
      swap('"version": 1', '"version": 2'),
      `${ITEM}: its content belongs in items/000131024000-v2.json`,
    ],
    [
      'a department that is none',
      ITEM,
      swap('market-regulation', 'market-gardening'),
      `${ITEM}, at departmentId: no department`,
    ],
    [
      'a condition misspelt',
      THEME,
      swap('"field": "hasSignboard"', '"field": "hasSign"'),
      `${THEME}: condition-on-unknown-field`,
    ],
    [
      'a member that has ended',
      THEME,
      (text) => text.replaceAll('000117017000', '002011901000'),
      `${THEME}: member-unknown`,
    ],
    [
      'a station twice',
      'stations.json',
      swap('430102001002', '430102001001'),
      'stations.json, at 430102001001: occurs',
    ],
    [
      'a station of another street',
      'stations.json',
      swap('430102001002', '430102002002'),
      'stations.json, at 430102002002: is not of',
    ],
    [
      'a street of another district',
      'subdistricts.json',
      swap('430102017', '430103017'),
      'subdistricts.json, at 430103017: is not of',
    ],
    [
      'a sound of too many syllables',
      'pinyin-exceptions.json',
      swap('huan kuan', 'huan kuan le'),
      'pinyin-exceptions.json, at 0: ',
    ],
  ])('%s is told with its file and place', async (_, file, spoil, told) => {
    await using copy = await copyDistrict()
    await copy.rewrite(file, spoil)
    const answer = await readDistrict(copy.folder)
    expect(answer.ok ? [] : answer.error.map(describeFault)).toContainEqual(expect.stringContaining(told))
  })

  it('does not hide another: all faults are told at once', async () => {
    await using copy = await copyDistrict()
    await copy.rewrite(ITEM, swap('"version": 1', '"version": "1"'))
    await rm(join(copy.folder, 'departments.json'))
    const answer = await readDistrict(copy.folder)
    expect(answer.ok ? [] : answer.error.map(({ file }) => file)).toEqual(['departments.json', ITEM])
  })

  it('two versions in force on one day are refused, one after the other are not', async () => {
    await using copy = await copyDistrict()
    const second = (await readFile(join(copy.folder, ITEM), 'utf8'))
      .replace('"version": 1', '"version": 2')
      .replace('"from": "2025-01-01"', '"from": "2027-01-01"')
    await writeFile(join(copy.folder, 'items/000131024000-v2.json'), second)
    const overlapping = await readDistrict(copy.folder)
    expect(overlapping.ok ? [] : overlapping.error).toMatchObject([
      { file: 'items/000131024000-v2.json', path: 'effective.from' },
    ])
    await copy.rewrite(ITEM, swap('"from": "2025-01-01"', '"from": "2025-01-01", "to": "2026-12-31"'))
    expect((await readDistrict(copy.folder)).ok).toBe(true)
  })
})

/** Replaces a text that must be there; with `without`, takes that key out of the object as well. */
function swap(from: string, to: string, without?: string): (text: string) => string {
  return (text) => {
    expect(text).toContain(from)
    const swapped = text.replace(from, to)
    if (!without) return swapped
    const { [without]: removed, ...rest } = JSON.parse(swapped) as Record<string, unknown>
    expect(removed).toBeDefined()
    return JSON.stringify(rest)
  }
}

async function copyDistrict() {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-district-'))
  await cp(FOLDER, folder, { recursive: true })
  return {
    folder,
    rewrite: async (file: string, change: (text: string) => string) => {
      const path = join(folder, file)
      await writeFile(path, change(await readFile(path, 'utf8')))
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
