import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleIn, membersFor } from './themeMembers'
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

describe('a circle', () => {
  it('is none where each can wait for those it needs, nor where what it needs was not chosen', () => {
    expect(circleIn(theme, [FOOD, FIRE, SIGN])).toEqual([])
    const both = aTheme({ members: theme.members.map((member) => ({ ...member, needs: [FOOD, SIGN] })) })
    expect(circleIn(both, [FIRE])).toEqual([])
    expect(circleIn(both, [FIRE, FOOD])).toEqual([FIRE, FOOD])
  })

  it('holds exactly those who can never begin', () => {
    const codes = ['0', '1', '2', '3', '4', '5'].map((digit) => code(`00013102400${digit}`))
    const anyMembers = fc
      .tuple(...codes.map(() => fc.subarray(codes)))
      .map((needs) =>
        codes.map((itemCode, index) => ({ itemCode, when: { if: 'always' } as const, needs: needs[index] ?? [] })),
      )
    fc.assert(
      fc.property(anyMembers, fc.subarray(codes), (members, chosen) => {
        const stuck = circleIn(aTheme({ members }), chosen)
        const needsOf = (itemCode: string) =>
          members.filter((member) => member.itemCode === itemCode).flatMap(({ needs }) => needs)
        for (const one of stuck) expect(needsOf(one).some((need) => stuck.includes(need))).toBe(true)

        // The others begin one after the other, each when all that it needs has begun.
        const begun: string[] = []
        const free = chosen.filter((one) => !stuck.includes(one))
        for (let round = 0; round < free.length; round += 1)
          begun.push(
            ...free.filter(
              (one) =>
                !begun.includes(one) && needsOf(one).every((need) => begun.includes(need) || !chosen.includes(need)),
            ),
          )
        expect(begun.toSorted()).toEqual(free)
      }),
    )
  })
})
