import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intakeForm } from './intakeForm'
import { aField, aMaterial, anItem, aTheme, code } from './testItem'

const FOOD = code('000131024000')
const FIRE = code('000199901000')

const number = { kind: 'number' } as const
const yesNo = { kind: 'yes-no' } as const
const whenLit = { if: 'equals', field: 'isLit', value: true } as const

const food = anItem({
  itemCode: FOOD,
  form: [
    aField('businessName', { group: 'who' }),
    aField('area', { group: 'place', required: false, input: number }),
    aField('manager', { group: 'food' }),
  ],
  materials: [aMaterial('licence', { need: { kind: 'optional' }, basis: 'food law' }), aMaterial('layout')],
})
const fire = anItem({
  itemCode: FIRE,
  form: [
    aField('floors', { group: 'place' }),
    aField('isLit', { group: 'food', input: yesNo }),
    aField('lamps', { when: whenLit }),
    aField('area', { group: 'elsewhere', input: number }),
    aField('businessName', { required: false }),
  ],
  materials: [aMaterial('lamp-report', { when: whenLit }), aMaterial('licence', { copies: 3, basis: 'fire law' })],
})
const theme = aTheme({
  questions: [
    aField('area', { label: 'How big is the shop?', group: 'first', input: number }),
    aField('hasSign', { group: 'first', input: yesNo }),
  ],
})

describe('fields', () => {
  const { fields } = intakeForm([food, fire], { isLit: true })
  const byId = new Map(fields.map((one) => [one.field.id, one]))

  it('each once, groups together, both in the order of their first appearance', () => {
    expect(fields.map(({ field }) => [field.group, field.id])).toEqual([
      ['who', 'businessName'],
      ['place', 'area'],
      ['place', 'floors'],
      ['food', 'manager'],
      ['food', 'isLit'],
      [undefined, 'lamps'],
    ])
  })

  it('required if any item requires it, and who asks is known', () => {
    expect(byId.get('area')).toMatchObject({ field: { required: true }, askedBy: [FOOD, FIRE], isGuiding: false })
    expect(byId.get('businessName')).toMatchObject({ field: { required: true }, askedBy: [FOOD, FIRE] })
    expect(byId.get('floors')).toMatchObject({ askedBy: [FIRE] })
  })

  it('a question that does not apply is not there', () => {
    expect(intakeForm([food, fire], { isLit: false }).fields.map(({ field }) => field.id)).not.toContain('lamps')
  })

  it('guided questions come first and are asked in their own words, once', () => {
    const guided = intakeForm([food, fire], {}, theme).fields
    expect(guided.slice(0, 2)).toMatchObject([
      { field: { id: 'area', label: 'How big is the shop?', group: 'first' }, askedBy: [FOOD, FIRE], isGuiding: true },
      { field: { id: 'hasSign' }, askedBy: [], isGuiding: true },
    ])
    expect(guided.filter(({ field }) => field.id === 'area')).toHaveLength(1)
  })
})

describe('materials', () => {
  const { materials } = intakeForm([food, fire], { isLit: true })

  it('each code once, in the order of first mention', () => {
    expect(materials.map(({ spec }) => spec.code)).toEqual(['licence', 'layout', 'lamp-report'])
  })

  it('the strictest demand, and the grounds of all who demand it', () => {
    expect(materials[0]).toMatchObject({
      spec: { need: { kind: 'required' }, copies: 3 },
      askedBy: [FOOD, FIRE],
      bases: ['food law', 'fire law'],
    })
  })

  it('what does not apply is not there', () => {
    expect(intakeForm([food, fire], {}).materials.map(({ spec }) => spec.code)).not.toContain('lamp-report')
  })
})

it('whatever is answered, nothing changes its place and nothing is asked twice', () => {
  const everything = intakeForm([food, fire], { isLit: true }, theme)
  const fieldOrder = everything.fields.map(({ field }) => field.id)
  const materialOrder = everything.materials.map(({ spec }) => spec.code)
  const anyAnswers = fc.record(
    { isLit: fc.boolean(), area: fc.nat(200), hasSign: fc.boolean(), lamps: fc.string() },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(anyAnswers, (values) => {
      const form = intakeForm([food, fire], values, theme)
      const ids = form.fields.map(({ field }) => field.id)
      const codes = form.materials.map(({ spec }) => spec.code)
      expect(ids).toEqual(fieldOrder.filter((id) => ids.includes(id)))
      expect(codes).toEqual(materialOrder.filter((one) => codes.includes(one)))
    }),
  )
})
