import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { PlainDate } from '@onetrip/shared/lib/time'
import { catalogueRows } from './catalogueRows'
import { planPublication } from './publishDistrict'
import { readDistrict } from './readDistrict'

type Rows = ReadonlyMap<string, CatalogueRow>
type RowOf<Kind extends CatalogueRow['kind']> = Extract<CatalogueRow, { kind: Kind }>

const ITEM = 'item:000131024000@1'
let rows: Rows
beforeAll(async () => {
  const answer = await readDistrict(resolve(import.meta.dirname, '../../../district'))
  if (!answer.ok) throw new Error('the district cannot be read')
  rows = catalogueRows(answer.value)
})

/** The rows with one of them changed. */
function changing<Kind extends CatalogueRow['kind']>(
  entityId: string,
  kind: Kind,
  change: (row: RowOf<Kind>) => RowOf<Kind>,
): Rows {
  const row = rows.get(entityId)
  if (row?.kind !== kind) throw new Error(`no ${kind} ${entityId}`)
  // The kind was just compared.
  return new Map([...rows, [entityId, change(row as RowOf<Kind>)]])
}

const idsIn = (wanted: Rows) => {
  const plan = planPublication(rows, wanted)
  return plan.ok ? plan.value.map(({ entityId }) => entityId) : plan.error
}

describe('what is written', () => {
  it('everything, the first time', () => {
    const plan = planPublication(new Map(), rows)
    expect(plan.ok && plan.value).toHaveLength(rows.size)
  })

  it('nothing when nothing changed, in whatever order the database keeps the keys', () => {
    const reordered = new Map(
      Array.from(rows, ([id, row]) => [id, Object.fromEntries(Object.entries(row).toReversed()) as CatalogueRow]),
    )
    expect(planPublication(reordered, rows)).toEqual({ ok: true, value: [] })
  })

  it.each<[string, string, () => Rows]>([
    [
      'the end of an item',
      ITEM,
      () =>
        changing(ITEM, 'item', ({ kind, item }) => ({
          kind,
          item: {
            ...item,
            effective: { ...item.effective, to: PlainDate.parse('2027-01-31') },
            retired: { why: 'abolished', instead: 'nothing is needed', basis: 'a notice' },
          },
        })),
    ],
    [
      'how an item is searched',
      ITEM,
      () => changing(ITEM, 'item', ({ kind, item }) => ({ kind, item: { ...item, alsoKnownAs: ['开火锅店'] } })),
    ],
    [
      'a station’s telephone',
      'station:430102013001',
      () =>
        changing('station:430102013001', 'station', ({ kind, station }) => ({
          kind,
          station: { ...station, phone: '0' },
        })),
    ],
  ])('%s, and no more', (_, entityId, wanted) => {
    expect(idsIn(wanted())).toEqual([entityId])
  })
})

it.each<[string, string, () => Rows]>([
  [
    'an item’s wording',
    ITEM,
    () => changing(ITEM, 'item', ({ kind, item }) => ({ kind, item: { ...item, conditions: [] } })),
  ],
  [
    'an item’s beginning',
    ITEM,
    () =>
      changing(ITEM, 'item', ({ kind, item }) => ({
        kind,
        item: { ...item, effective: { from: PlainDate.parse('2024-01-01') } },
      })),
  ],
  [
    'a theme’s questions',
    'theme:open-restaurant@1',
    () =>
      changing('theme:open-restaurant@1', 'theme', ({ kind, theme }) => ({ kind, theme: { ...theme, questions: [] } })),
  ],
  [
    'a notice that was shown',
    'notice:intake-notice@1',
    () =>
      changing('notice:intake-notice@1', 'notice', ({ kind, notice }) => ({
        kind,
        notice: { ...notice, paragraphs: ['x'] },
      })),
  ],
])('%s may not change under the same version', (_, entityId, wanted) => {
  expect(idsIn(wanted())).toEqual([{ kind: 'published-version-changed', entityId }])
})
