import { DepartmentId } from '../lib/ids'
import { PlainDate } from '../lib/time'
import type { FormField } from './formField'
import type { MaterialSpec } from './materialSpec'
import { ItemCode, type ServiceItem } from './serviceItem'
import type { Theme } from './theme'

/** For tests: a day, an item code. They throw on what is none. */
export const day = (text: string): PlainDate => PlainDate.parse(text)
export const code = (text: string): ItemCode => ItemCode.parse(text)

/** For tests: a licence that may be published, changed as the test needs it. */
export function anItem(changes: Partial<ServiceItem> = {}): ServiceItem {
  const basis = 'a law'
  return {
    itemCode: code('000131024000'),
    version: 1,
    name: '食品经营许可',
    pinyin: { full: 'shi pin jing ying xu ke', initials: 'spjyxk' },
    alsoKnownAs: [],
    type: 'licence',
    applicants: ['person'],
    departmentId: DepartmentId.parse('market-regulation'),
    mode: 'online-precheck',
    depth: 'III',
    effective: { from: day('2025-01-01') },
    conditions: [],
    form: [],
    materials: [],
    limits: {
      acceptance: { limit: { n: 5, unit: 'working-days' }, basis },
      statutory: { limit: { n: 20, unit: 'working-days' }, basis },
      promised: { limit: { n: 10, unit: 'working-days' }, basis },
      delivery: { limit: { n: 10, unit: 'working-days' }, basis },
    },
    silenceRule: { basis, days: 5 },
    separation: { kind: 'required' },
    fee: { kind: 'none', basis },
    result: { name: '食品经营许可证', paper: true },
    delivery: ['courier', 'pick-up'],
    signature: { minimum: 'S1' },
    acceptance: 'in-step',
    legalBasis: [basis],
    isSample: true,
    ...changes,
  }
}

/** For tests: a required line of text. */
export function aField(id: string, changes: Partial<FormField> = {}): FormField {
  return { id, label: id, required: true, input: { kind: 'text', maxLength: 100 }, ...changes }
}

/** For tests: a required copy of one page. */
export function aMaterial(materialCode: string, changes: Partial<MaterialSpec> = {}): MaterialSpec {
  return {
    code: materialCode,
    name: materialCode,
    basis: 'a law',
    need: { kind: 'required' },
    form: 'copy',
    copies: 1,
    source: 'applicant',
    maxPages: 1,
    ...changes,
  }
}

/** For tests: a theme that the item of `anItem` leads, alone. */
export function aTheme(changes: Partial<Theme> = {}): Theme {
  const lead = code('000131024000')
  return {
    themeCode: 'open-restaurant',
    version: 1,
    name: '我要开餐馆',
    pinyin: { full: 'wo yao kai can guan', initials: 'wykcg' },
    alsoKnownAs: [],
    questions: [],
    lead,
    members: [{ itemCode: lead, when: { if: 'always' }, needs: [] }],
    basis: 'a plan',
    isSample: true,
    ...changes,
  }
}
