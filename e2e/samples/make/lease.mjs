import { A4, PERSON } from './people.mjs'
import { randomFrom } from './random.mjs'
import { line, paragraph, RED, sheet, signature, text } from './svg.mjs'

const LEASE_TERMS = [
  '甲方（出租人）：周样例。乙方（承租人）：林㛃（样例）。双方在平等、自愿的基础上，就房屋租赁事宜订立本合同，共同遵守。',
  '第一条　甲方将位于长沙市样例区样例街道样例路 999 号附 1 号的房屋出租给乙方，作经营小型餐饮使用。',
  '第二条　房屋建筑面积 48 平方米，临街一层，砖混结构。房屋现有装修、设施、设备状况见附件一。',
  '第三条　租赁期限三年，自 2026 年 10 月 1 日起至 2029 年 9 月 30 日止。期满乙方需续租的，应当提前六十日书面提出。',
  '第四条　租金每月人民币叁仟陆佰元整（￥3,600.00），按季支付，先付后用；乙方应当在每季首月五日前付清。',
  '第五条　签订本合同时，乙方支付押金人民币柒仟贰佰元整；租赁关系终止、费用结清后三日内，甲方无息退还。',
  '第六条　租赁期间的水、电、燃气、垃圾处理、网络等费用由乙方承担；房屋产权方面的税费由甲方承担。',
  '第七条　乙方应当按照约定用途使用房屋，不得擅自改变承重结构；需要改造排烟、排水设施的，应当事先征得甲方书面同意。',
  '第八条　房屋及其附属设施自然损坏的，由甲方负责维修；因乙方使用不当造成损坏的，由乙方负责修复或者赔偿。',
  '第九条　有下列情形之一的，本合同自行终止：房屋被依法征收；因不可抗力致使房屋无法继续使用；双方书面协商一致。',
]

export function leaseTerms() {
  let y = 330
  const body = LEASE_TERMS.map((words) => {
    const set = paragraph(140, y, `　　${words}`, { widthEm: 31, leading: 52, size: 30, serif: true })
    y = set.nextY + 14
    return set.svg
  })
  const inside = `${text(A4.width / 2, 190, '房屋租赁合同', { size: 58, weight: 700, serif: true, anchor: 'middle', spacing: 14 })}
    ${text(1100, 250, '合同编号：样例-2026-0999', { size: 24, anchor: 'end', fill: '#555' })}${body.join('')}
    ${text(A4.width / 2, 1690, '第 1 页　共 2 页', { size: 22, anchor: 'middle', fill: '#666' })}`
  return sheet(A4.width, A4.height, inside)
}

export function leaseSignatures() {
  const random = randomFrom(41)
  const clauses = [
    '第十条　一方违反本合同约定的，应当赔偿对方由此受到的损失；乙方逾期支付租金超过三十日的，甲方有权解除合同。',
    '第十一条　因本合同发生争议的，双方协商解决；协商不成的，向房屋所在地人民法院提起诉讼。',
    '第十二条　本合同一式三份，甲乙双方各执一份，一份用于办理登记，自双方签字之日起生效。',
  ]
  let y = 230
  const body = clauses.map((words) => {
    const set = paragraph(140, y, `　　${words}`, { widthEm: 31, leading: 52, size: 30, serif: true })
    y = set.nextY + 14
    return set.svg
  })
  const party = (
    x,
    label,
    name,
  ) => `${text(x, 720, label, { size: 30, weight: 700, serif: true })}${text(x, 790, `姓名：${name}`, { size: 28, serif: true })}
    ${text(x, 850, '电话：138 0000 0000', { size: 28, serif: true })}${text(x, 950, '签字：', { size: 28, serif: true })}${signature(x + 110, 950, random)}
    ${text(x, 1040, '2026 年 9 月 20 日', { size: 28, serif: true })}`
  const inside = `${body.join('')}${party(150, '甲方（出租人）', '周样例')}${party(690, '乙方（承租人）', PERSON.name)}
    <ellipse cx="330" cy="938" rx="34" ry="44" fill="${RED}" opacity="0.42"/><ellipse cx="880" cy="936" rx="32" ry="43" fill="${RED}" opacity="0.42"/>
    ${line(140, 1130, 1100, 1130, '#999', 1)}${text(140, 1190, '附件一　房屋设施清单', { size: 28, weight: 700, serif: true })}
    ${['不锈钢水槽　2 个', '排烟管道　1 套（已接公共烟道）', '配电箱　1 个', '卷帘门　1 樘'].map((words, at) => text(180, 1250 + at * 50, `${at + 1}. ${words}`, { size: 27, serif: true })).join('')}
    ${text(A4.width / 2, 1690, '第 2 页　共 2 页', { size: 22, anchor: 'middle', fill: '#666' })}`
  return sheet(A4.width, A4.height, inside)
}
