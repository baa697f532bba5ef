import { ItemRef } from '../catalogue/serviceItem'
import { CaseContent, DeliveryChoice, MaterialEntry, ScanRef } from './content'
import { Party } from './party'
import type { Statement } from './statementCells'

/** What a content says more than this app knows of one, by name; empty where it says no more. */
export const moreOf = (content: object): Readonly<Record<string, unknown>> => unknownOf(content, [CaseContent])

type Says = Pick<Statement, 'items' | 'parties' | 'materials' | 'delivery'>

/**
 * `onto`, and beside it what `from` says more than this app knows: of the same item, person, paper and page, and of the
 * same way to deliver. `from` has the last word on that, and on nothing else. [CASE-R21]
 */
export function carryUnknown<Onto extends Says>(onto: Onto, from: Says): Onto {
  const { delivery } = onto
  return {
    ...onto,
    items: carryEach(onto.items, from.items, { known: [ItemRef], nameOf: ({ itemCode }) => itemCode }),
    parties: carryEach(onto.parties, from.parties, { known: [Party], nameOf: ({ partyId }) => partyId }),
    materials: carryPapers(onto.materials, from.materials),
    ...(delivery && {
      delivery:
        delivery.mode === from.delivery?.mode ? carry(delivery, from.delivery, DeliveryChoice.def.options) : delivery,
    }),
  }
}

type Known = readonly { readonly shape: Readonly<Record<string, unknown>> }[]
type Named<One> = { readonly known: Known; readonly nameOf: (one: One) => string }

function carryPapers(onto: Says['materials'], from: Says['materials']): Says['materials'] {
  const pagesByCode = new Map(from.map(({ code, pages }) => [code, pages]))
  const papers = carryEach(onto, from, { known: [MaterialEntry], nameOf: ({ code }) => code })
  return papers.map((paper) => ({
    ...paper,
    pages: [
      ...carryEach(paper.pages, pagesByCode.get(paper.code) ?? [], {
        known: [ScanRef],
        nameOf: ({ scanId }) => scanId,
      }),
    ],
  }))
}

const carryEach = <One extends object>(
  onto: readonly One[],
  from: readonly One[],
  { known, nameOf }: Named<One>,
): readonly One[] => {
  const byName = new Map(from.map((one) => [nameOf(one), one]))
  return onto.map((one) => carry(one, byName.get(nameOf(one)) ?? {}, known))
}

const carry = <One extends object>(onto: One, from: object, known: Known): One => ({
  ...onto,
  ...unknownOf(from, known),
})

const unknownOf = (value: object, known: Known): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !known.some(({ shape }) => key in shape)))
