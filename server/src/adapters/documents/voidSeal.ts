import { SEAL_RED, type Mark, type PathMark } from './marks'
import { lineWidthPt, setLine } from './setText'
import type { Typefaces } from './typefaces'
import { VOID_WORDS } from './words'

/** 42 mm across, about as large as an organ's own. */
export const SEAL_RADIUS_PT = 59.5

/** The name stays above the band, or the band would cover its ends. */
const WIDEST_ARC_RAD = 2.5
const LARGEST_PT = 13
const CELL = 1.1
const STAR = { y: -17, radius: 13 } as const
const BAND = { y: 10, angleDeg: -12, halfWidth: SEAL_RADIUS_PT + 8, halfHeight: 12, sizePt: 16, spacingPt: 5 } as const

/**
 * A seal that nobody can take for a real one: only outlines, and 样张·无效 across it. Marks are about its centre.
 * Real seals come from the seal system, never from here.
 */
export function voidSeal(faces: Typefaces, words: string): Mark[] {
  return [
    circle(SEAL_RADIUS_PT - 1, 2.2),
    circle(SEAL_RADIUS_PT - 5, 0.5),
    { kind: 'path', d: starPath(STAR.radius), x: 0, y: STAR.y, stroke: { colour: SEAL_RED, widthPt: 0.9 } },
    ...arcText(faces, words),
    ...voidBand(faces),
  ]
}

function circle(radius: number, widthPt: number): PathMark {
  const d = `M${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0Z`
  return { kind: 'path', d, x: 0, y: 0, stroke: { colour: SEAL_RED, widthPt } }
}

function starPath(radius: number): string {
  return polygon(
    Array.from({ length: 10 }, (_, index) => {
      const reach = index % 2 === 0 ? radius : radius * 0.382
      return turned({ x: 0, y: -reach }, (index * Math.PI) / 5)
    }),
  )
}

/** Characters stand on an arc with their feet to the centre; a long name gets smaller ones, never fewer. */
function arcText(faces: Typefaces, words: string): Mark[] {
  const cells = Array.from(words, (character) => ({ character, widthEm: lineWidthPt(faces, character, { sizePt: 1 }) }))
  const totalEm = cells.reduce((sum, cell) => sum + cell.widthEm * CELL, 0)
  const sizePt = Math.min(LARGEST_PT, (WIDEST_ARC_RAD * (SEAL_RADIUS_PT - 8)) / (totalEm + WIDEST_ARC_RAD * 0.9))
  const radius = SEAL_RADIUS_PT - 8 - sizePt * 0.9
  let beforeEm = 0
  return cells.flatMap(({ character, widthEm }) => {
    const angle = ((beforeEm + (widthEm * CELL) / 2 - totalEm / 2) * sizePt) / radius
    beforeEm += widthEm * CELL
    const foot = turned({ x: (-widthEm * sizePt) / 2, y: -radius }, angle)
    return setLine(faces, character, { sizePt, colour: SEAL_RED }, { ...foot, angleDeg: (angle * 180) / Math.PI })
  })
}

function voidBand(faces: Typefaces): Mark[] {
  const { halfWidth, halfHeight, sizePt, spacingPt, angleDeg } = BAND
  const style = { sizePt, spacingPt, colour: SEAL_RED, isStrong: true }
  const angle = (angleDeg * Math.PI) / 180
  const corners = [
    { x: -halfWidth, y: -halfHeight },
    { x: halfWidth, y: -halfHeight },
    { x: halfWidth, y: halfHeight },
    { x: -halfWidth, y: halfHeight },
  ]
  const d = polygon(corners.map((corner) => turned(corner, angle)))
  const start = turned({ x: -lineWidthPt(faces, VOID_WORDS, style) / 2, y: sizePt * 0.38 }, angle)
  return [
    { kind: 'path', d, x: 0, y: BAND.y, fill: '#ffffff', stroke: { colour: SEAL_RED, widthPt: 1.4 } },
    ...setLine(faces, VOID_WORDS, style, { x: start.x, y: start.y + BAND.y, angleDeg }),
  ]
}

type Point = { readonly x: number; readonly y: number }

const turned = ({ x, y }: Point, angle: number): Point => ({
  x: x * Math.cos(angle) - y * Math.sin(angle),
  y: x * Math.sin(angle) + y * Math.cos(angle),
})

const polygon = (points: readonly Point[]): string =>
  `M${points.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`).join('L')}Z`
