import { A4, SHOP } from './people.mjs'
import { box, INK, sheet, text } from './svg.mjs'

export function floorPlan() {
  const wall = (d) => `<path d="${d}" fill="none" stroke="${INK}" stroke-width="13" stroke-linecap="square"/>`
  const thin = (d) => `<path d="${d}" fill="none" stroke="${INK}" stroke-width="3"/>`
  const room = (x, y, name, area) =>
    `${text(x, y, name, { size: 36, weight: 500, anchor: 'middle' })}${text(x, y + 46, area, { size: 26, anchor: 'middle', fill: '#555' })}`
  const table = (x, y) =>
    `${box(x, y, 84, 58, { stroke: INK, strokeWidth: 2, radius: 6 })}<circle cx="${x + 20}" cy="${y - 20}" r="13" fill="none" stroke="${INK}" stroke-width="2"/><circle cx="${x + 64}" cy="${y - 20}" r="13" fill="none" stroke="${INK}" stroke-width="2"/><circle cx="${x + 20}" cy="${y + 78}" r="13" fill="none" stroke="${INK}" stroke-width="2"/><circle cx="${x + 64}" cy="${y + 78}" r="13" fill="none" stroke="${INK}" stroke-width="2"/>`
  const inside = `${text(A4.width / 2, 170, '经营场所平面布局图（样例）', { size: 50, weight: 700, anchor: 'middle' })}
    ${text(A4.width / 2, 226, `${SHOP.name}　1∶50　单位：毫米`, { size: 26, anchor: 'middle', fill: '#555' })}
    ${wall('M180 360H1060V1380H760M620 1380H180V360')}${wall('M180 800H440M560 800H1060')}${wall('M700 360V620M700 740V800')}
    ${thin('M620 1380A140 140 0 0 1 760 1240V1380')}${thin('M440 800A120 120 0 0 1 560 680V800')}
    ${room(420, 520, '粗加工区', '6.2 ㎡')}${room(880, 480, '烹饪区', '9.8 ㎡')}${room(880, 690, '备餐　洗消', '5.0 ㎡')}${room(330, 1270, '就餐区', '27.0 ㎡')}
    ${table(300, 930)}${table(520, 930)}${table(760, 930)}${table(760, 1110)}${table(520, 1110)}
    ${box(210, 390, 150, 70, { stroke: INK, strokeWidth: 3 })}${text(285, 436, '水槽', { size: 24, anchor: 'middle' })}${box(960, 400, 76, 190, { stroke: INK, strokeWidth: 3 })}${text(998, 505, '灶', { size: 28, anchor: 'middle' })}
    ${thin('M180 1450H1060M180 1430V1470M1060 1430V1470')}${text(620, 1496, '6 000', { size: 26, anchor: 'middle' })}${thin('M1130 360V1380M1110 360H1150M1110 1380H1150')}${text(1166, 880, '8 000', { size: 26, anchor: 'middle', turn: 90 })}
    ${text(690, 1570, '出入口（顾客）▲', { size: 24, anchor: 'middle' })}${text(180, 1640, '绘制人：林㛃（样例）　2026年11月8日', { size: 26 })}`
  return sheet(A4.width, A4.height, inside, { fill: '#fbfbf9' })
}
