import { CARD, PERSON } from './people.mjs'
import { box, paragraph, RED, sheet, text } from './svg.mjs'

function cardGround(colour) {
  const waves = Array.from({ length: 44 }, (_, at) => {
    const y = at * 16
    return `<path d="M0 ${y}C250 ${y - 46} 520 ${y + 52} 1012 ${y - 20}" fill="none" stroke="${colour}" stroke-width="1.4" opacity="0.32"/>`
  })
  return `<defs><linearGradient id="card" x2="1" y2="1"><stop stop-color="#eef6f4"/><stop offset="0.5" stop-color="#f7f3e9"/><stop offset="1" stop-color="#e7f0f5"/></linearGradient></defs>
    ${box(0, 0, CARD.width, CARD.height, { fill: 'url(#card)', radius: 34 })}${waves.join('')}`
}

export function idFront() {
  const label = (x, y, words) => text(x, y, words, { size: 27, fill: '#2a7fa8' })
  const value = (x, y, words, size = 34) => text(x, y, words, { size })
  const portrait = `<g transform="translate(672 92)">${box(0, 0, 268, 350, { fill: '#e6ecef' })}
    <circle cx="134" cy="136" r="68" fill="#a9b6bd"/><path d="M18 350c6-98 54-132 116-132s110 34 116 132z" fill="#8b9aa3"/>
    ${text(134, 318, '样例', { size: 60, weight: 700, fill: '#ffffff', anchor: 'middle', spacing: 8 })}</g>`
  const inside = `${cardGround('#8fbfc4')}${label(62, 112, '姓　名')}${value(180, 114, PERSON.name, 40)}
    ${label(62, 184, '性　别')}${value(180, 186, '女')}${label(290, 184, '民　族')}${value(400, 186, '汉')}
    ${label(62, 256, '出　生')}${value(180, 258, '1990')}${label(272, 256, '年')}${value(318, 258, '3')}${label(352, 256, '月')}${value(396, 258, '7')}${label(430, 256, '日')}
    ${label(62, 328, '住　址')}${paragraph(180, 330, PERSON.address, { widthEm: 13, leading: 50, size: 32 }).svg}
    ${label(62, 552, '公民身份号码')}${text(300, 556, PERSON.id, { size: 44, weight: 500, spacing: 3 })}${portrait}`
  return sheet(CARD.width, CARD.height, inside, { fill: 'none', radius: 34, markSize: 92 })
}

export function idBack() {
  const stamp = `<g transform="translate(150 170)"><circle r="84" fill="none" stroke="${RED}" stroke-width="7"/>${text(0, 34, '样', { size: 94, weight: 700, fill: RED, anchor: 'middle' })}</g>`
  const inside = `${cardGround('#c9a57a')}${stamp}
    ${text(600, 154, '中华人民共和国', { size: 54, weight: 500, anchor: 'middle', spacing: 16 })}
    ${text(600, 258, '居民身份证', { size: 82, weight: 700, anchor: 'middle', spacing: 22 })}
    ${text(600, 330, '样　张', { size: 44, weight: 700, fill: RED, anchor: 'middle', spacing: 20 })}
    ${text(170, 480, '签发机关', { size: 30, weight: 700 })}${text(340, 480, '样例市公安局样例分局', { size: 32 })}
    ${text(170, 556, '有效期限', { size: 30, weight: 700 })}${text(340, 556, '2020.03.07-2040.03.07', { size: 34 })}`
  return sheet(CARD.width, CARD.height, inside, { fill: 'none', radius: 34, markSize: 92 })
}

export function healthCertificate() {
  const row = (y, label, value) =>
    `${text(380, y, label, { size: 30, fill: '#2f6d57' })}${text(540, y, value, { size: 34 })}`
  const inside = `${box(0, 0, CARD.width, CARD.height, { fill: '#eaf5ee', radius: 30 })}${box(0, 0, CARD.width, 120, { fill: '#3f8a6c', radius: 30 })}${box(0, 70, CARD.width, 50, { fill: '#3f8a6c' })}
    ${text(CARD.width / 2, 82, '从业人员健康证明（样张）', { size: 48, weight: 700, fill: '#fff', anchor: 'middle', spacing: 6 })}
    ${box(60, 170, 260, 330, { fill: '#d5e3db' })}<circle cx="190" cy="290" r="62" fill="#9db3a7"/><path d="M80 500c6-92 50-122 110-122s104 30 110 122z" fill="#87a093"/>${text(190, 470, '样例', { size: 52, weight: 700, fill: '#fff', anchor: 'middle' })}
    ${row(220, '姓名', PERSON.name)}${row(290, '性别', '女')}${row(360, '类别', '食品（餐饮）')}${row(430, '编号', '样例 2026-009999')}${row(500, '有效期', '2027年11月5日')}
    ${text(60, 590, '发证单位：样例区疾病预防控制中心', { size: 28 })}`
  return sheet(CARD.width, CARD.height, inside, { fill: 'none', radius: 30, markSize: 92 })
}
