import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleIn, membersFor, stagesFor } from './themeMembers'
import { aTheme, code } from './testItem'

const FOOD = code('000131024000')
const FIRE = code('000199901000')
const SIGN = code('000117017000')

const theme = aTheme({
  members: [
    { itemCode: FIRE, when: { if: 'more-than', field: 'area', value: 50 }, needs: [] },
    { itemCode: FOOD, when: { if: 'always' }, needs: [] },
    { itemCode: SIGN, when: { if: 'equals', field: 'hasSign', value: true }, needs: [FOOD, FIRE] },
  ],
})

describe('the members that the answers call for', () => {
  it.each([
    [{}, [FOOD]],
    [{ area: 50, hasSign: false }, [FOOD]],
    [{ area: 50.5 }, [FOOD, FIRE]],
    [{ area: 80, hasSign: true }, [FOOD, FIRE, SIGN]],
  ])('%j: %j, the lead first', (answers, members) => {
    expect(membersFor(theme, answers)).toEqual(members)
  })
})

describe('stages', () => {
  it('a member begins when those it needs are decided; the rest go side by side', () => {
    expect(stagesFor(theme, [FOOD, FIRE, SIGN])).toEqual([[FOOD, FIRE], [SIGN]])
  })

  it('a precondition that was not chosen holds nobody up', () => {
    expect(stagesFor(theme, [SIGN, FIRE])).toEqual([[FIRE], [SIGN]])
    expect(stagesFor(theme, [SIGN])).toEqual([[SIGN]])
  })

  it('every member is in exactly one stage or in a circle, and after everything that it needs', () => {
    const codes = ['0', '1', '2', '3', '4', '5'].map((digit) => code(`00013102400${digit}`))
    const anyMembers = fc
      .tuple(...codes.map(() => fc.subarray(codes)))
      .map((needs) =>
        codes.map((itemCode, index) => ({ itemCode, when: { if: 'always' } as const, needs: needs[index] ?? [] })),
      )
    fc.assert(
      fc.property(anyMembers, fc.subarray(codes), (members, chosen) => {
        const any = aTheme({ members })
        const stages = stagesFor(any, chosen)
        expect([...stages.flat(), ...circleIn(any, chosen)].toSorted()).toEqual(chosen)
        stages.forEach((stage, index) => {
          const before = stages.slice(0, index).flat()
          for (const { needs } of members.filter(({ itemCode }) => stage.includes(itemCode)))
            expect(before).toEqual(expect.arrayContaining(needs.filter((need) => chosen.includes(need))))
        })
        for (const { needs } of members.filter(({ itemCode }) => circleIn(any, chosen).includes(itemCode)))
          expect(needs.some((need) => circleIn(any, chosen).includes(need))).toBe(true)
      }),
    )
  })
})
