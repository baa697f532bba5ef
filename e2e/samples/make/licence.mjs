import { PERSON, SHOP } from './people.mjs'
import { box, INK, paragraph, RED, sheet, text, voidSeal } from './svg.mjs'

export function businessLicence() {
  const [width, height] = [1754, 1240]
  const gold = '#b58d3d'
  const corner = (x, y, turn) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})" fill="none" stroke="${gold}" stroke-width="5"><path d="M0 120C0 40 40 0 120 0"/><path d="M26 120C26 58 58 26 120 26"/><circle cx="42" cy="42" r="14"/></g>`
  const row = (x, y, label, value) =>
    text(x, y, label, { size: 34, weight: 700, serif: true }) +
    paragraph(x + 200, y, value, { widthEm: 15, leading: 50, size: 34, serif: true }).svg
  const inside = `${box(46, 46, width - 92, height - 92, { stroke: gold, strokeWidth: 10 })}${box(66, 66, width - 132, height - 132, { stroke: gold, strokeWidth: 2 })}
    ${corner(84, 84, 0)}${corner(width - 84, 84, 90)}${corner(width - 84, height - 84, 180)}${corner(84, height - 84, 270)}
    ${text(width / 2 + 40, 290, '营业执照', { size: 116, weight: 700, serif: true, anchor: 'middle', spacing: 30 })}
    ${text(width / 2 + 40, 362, '（副　本）　样张', { size: 38, serif: true, anchor: 'middle', fill: RED })}
    ${text(150, 230, '统一社会信用代码', { size: 28, weight: 700 })}${text(150, 276, SHOP.code, { size: 34 })}
    ${row(150, 470, '名　　称', SHOP.name)}${row(150, 560, '类　　型', '个体工商户')}${row(150, 650, '经 营 者', PERSON.name)}
    ${row(150, 740, '经营范围', '许可项目：餐饮服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）')}
    ${row(930, 470, '组成形式', '个人经营')}${row(930, 560, '注册日期', '2026年10月12日')}${row(930, 650, '经营场所', SHOP.place)}
    ${text(1060, 960, '登记机关', { size: 36, weight: 700, serif: true })}${text(1180, 1096, '2026　年　10　月　12　日', { size: 34, serif: true })}
    ${voidSeal(1440, 975, '样例区市场监督管理局', 138)}
    ${box(170, 950, 170, 170, { stroke: INK, strokeWidth: 3 })}${text(255, 1052, '样例', { size: 48, weight: 700, anchor: 'middle' })}`
  return sheet(width, height, inside, { fill: '#fffdf3', markSize: 170 })
}
