import { A4, PERSON, SHOP } from './people.mjs'
import { randomFrom } from './random.mjs'
import { box, INK, paragraph, RED, sheet, signature, text } from './svg.mjs'

export function householdPage() {
  const [width, height] = [1400, 990]
  const cells = [
    [90, 200, 220, '姓　　名'],
    [310, 200, 380, PERSON.name],
    [690, 200, 260, '户主或与户主关系'],
    [950, 200, 360, '户主'],
    [90, 290, 220, '曾 用 名'],
    [310, 290, 380, ''],
    [690, 290, 260, '性　　别'],
    [950, 290, 360, '女'],
    [90, 380, 220, '出 生 地'],
    [310, 380, 380, '湖南省样例市'],
    [690, 380, 260, '民　　族'],
    [950, 380, 360, '汉族'],
    [90, 470, 220, '籍　　贯'],
    [310, 470, 380, '湖南省样例市'],
    [690, 470, 260, '出生日期'],
    [950, 470, 360, '1990年3月7日'],
    [90, 560, 220, '公民身份号码'],
    [310, 560, 1000, PERSON.id],
    [90, 650, 220, '文化程度'],
    [310, 650, 380, '大学专科'],
    [690, 650, 260, '婚姻状况'],
    [950, 650, 360, '未婚'],
    [90, 740, 220, '服务处所'],
    [310, 740, 1000, SHOP.name],
  ]
  const inside = `${box(40, 40, width - 80, height - 80, { stroke: '#a9803b', strokeWidth: 4 })}${text(width / 2, 136, '常住人口登记卡（样张）', { size: 48, weight: 700, serif: true, anchor: 'middle', spacing: 8, fill: '#5b3c1a' })}
    ${cells.map(([x, y, cellWidth, words], at) => `${box(x, y, cellWidth, 90, { stroke: '#a9803b' })}${text(x + 18, y + 57, words, { size: at % 2 === 0 ? 25 : 30, serif: true, fill: at % 2 === 0 ? '#7a5a2c' : INK })}`).join('')}
    ${text(120, 900, '承办人签章：样例', { size: 26, serif: true })}${text(960, 900, '登记日期：2020年3月9日', { size: 26, serif: true })}`
  return sheet(width, height, inside, { fill: '#f7efdc', markSize: 130 })
}

export function applicationForm() {
  const rows = [
    ['申请人名称', SHOP.name],
    ['统一社会信用代码', SHOP.code],
    ['经营者', PERSON.name],
    ['身份证件号码', PERSON.id],
    ['经营场所', SHOP.place],
    ['经营场所面积', '48 平方米'],
    ['主体业态', '☑ 餐饮服务经营者　☐ 食品销售经营者　☐ 单位食堂'],
    ['经营项目', '☑ 热食类食品制售　☑ 自制饮品制售　☐ 冷食类'],
    ['从业人员', '3 人（健康证明 3 份）'],
    ['食品安全管理员', '林㛃（样例）'],
    ['联系电话', '138 0000 0000'],
  ]
  const table = rows.map(([label, value], at) => {
    const y = 300 + at * 92
    return `${box(110, y, 290, 92, { stroke: INK })}${box(400, y, 730, 92, { stroke: INK })}${text(255, y + 57, label, { size: 28, weight: 500, anchor: 'middle' })}${text(424, y + 57, value, { size: 27, serif: true, fill: '#1d2a52' })}`
  })
  const inside = `${text(A4.width / 2, 180, '食品经营许可申请书', { size: 60, weight: 700, serif: true, anchor: 'middle', spacing: 10 })}
    ${text(A4.width / 2, 246, '（样张）　☑ 新办　☐ 变更　☐ 延续', { size: 28, anchor: 'middle' })}${table.join('')}
    ${paragraph(140, 1400, '　　本申请人承诺：所填内容和提交的材料真实、有效，复印件与原件一致；已知悉食品安全法律法规的要求，并对所提供信息的真实性负责。', { widthEm: 34, leading: 44, size: 28, serif: true }).svg}
    ${text(620, 1610, '申请人（签字）：', { size: 30, serif: true })}${signature(860, 1612, randomFrom(97))}${text(860, 1676, '2026 年 11 月 20 日', { size: 28, serif: true })}`
  return sheet(A4.width, A4.height, inside)
}

export function proxyLetter() {
  const random = randomFrom(7)
  const lines = [
    '委托人：林㛃（样例），身份证件号码 ' + PERSON.id + '。',
    '受托人：样例社区便民服务点代办员　赵样例。',
    '　　现委托上述受托人代为办理食品经营许可（餐饮服务）新办事项，代理权限：代为提交申请材料、代为补正、代为签收文书和证照。',
    '　　委托期限：自 2026 年 11 月 20 日起至该事项办结之日止。受托人在上述权限和期限内所作的行为，委托人均予承认。',
    '　　代办服务不收取任何费用。',
  ]
  let y = 400
  const body = lines.map((words) => {
    const set = paragraph(150, y, words, { widthEm: 29, leading: 62, size: 32, serif: true })
    y = set.nextY + 22
    return set.svg
  })
  const inside = `${text(A4.width / 2, 230, '授权委托书（样张）', { size: 60, weight: 700, serif: true, anchor: 'middle', spacing: 10 })}${body.join('')}
    ${text(620, 1280, '委托人（签字）：', { size: 32, serif: true })}${signature(870, 1282, random)}<ellipse cx="960" cy="1262" rx="34" ry="45" fill="${RED}" opacity="0.42"/>
    ${text(620, 1390, '受托人（签字）：', { size: 32, serif: true })}${signature(870, 1392, random)}${text(780, 1500, '2026 年 11 月 20 日', { size: 30, serif: true })}`
  return sheet(A4.width, A4.height, inside)
}
