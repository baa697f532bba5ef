import { PlainDate } from '@onetrip/shared/lib/time'
import type { Notice } from '../../domain/document/notice'
import type { ResultDocument } from '../../domain/document/resultDocument'

// What the tests print: long and short lines, rare names, and 𮧵 (U+2E9F5), which no vendored font has.

const day = (text: string): PlainDate => PlainDate.parse(text)

const ORGAN = '长沙市芙蓉区市场监督管理局'
const ITEM = '食品经营许可（餐饮服务）新办'

export const sampleResult: ResultDocument = {
  title: '食品经营许可证',
  number: 'JY24301020001234（样例）',
  holderName: '芙蓉区㛃䶮𠮷𨭎小吃店',
  itemName: ITEM,
  facts: [
    { label: '统一社会信用代码', value: '92430102MA4L000000（样例）' },
    { label: '经营者', value: '𨭎某某' },
    {
      label: '经营场所',
      value: '湖南省长沙市芙蓉区马王堆街道荷花园社区（样例）12栋1203室，临街一层商铺，建筑面积48平方米',
    },
    { label: '经营项目', value: '热食类食品制售；冷食类食品制售（不含冷加工糕点、不含生食海产品）；自制饮品制售' },
  ],
  organName: ORGAN,
  issuedOn: day('2026-11-30'),
  validUntil: day('2031-11-29'),
  qrText: 'https://onetrip.example/c#7K3M-P9QX-4TVD',
  sealWords: ORGAN,
  isDemo: true,
}

const head = {
  number: '长芙市监许〔2026〕第00118号',
  organName: ORGAN,
  addressee: '㛃䶮𠮷餐饮店（𨭎某某）',
  itemName: ITEM,
  caseNumber: '430102-20261123-A7K-0001',
  date: day('2026-11-24'),
  receivedOn: day('2026-11-23'),
  isLicence: true,
  contact: '行政审批科 0731-8468 0000（样例）',
  sealWords: ORGAN,
  isDemo: true,
}

const remedies = {
  reviewBody: '长沙市芙蓉区人民政府',
  reviewLimit: '60日',
  court: '有管辖权的人民法院',
  litigationLimit: '六个月',
}

export const sampleNotices = {
  acceptance: {
    kind: 'acceptance',
    ...head,
    basis: '《中华人民共和国行政许可法》第三十二条第一款第五项',
    acceptedOn: day('2026-11-24'),
    limit: '10个工作日',
    decideBy: day('2026-12-08'),
    isProvisional: false,
  },
  correction: {
    kind: 'correction',
    ...head,
    basis: '《中华人民共和国行政许可法》第三十二条第一款第四项',
    points: [
      {
        subject: '材料：食品经营场所平面布局图',
        reason: '图上没有标明食品处理区的尺寸，粗加工与切配两处的位置无法分清。',
      },
      {
        subject: '表单：经营场所面积（平方米）',
        reason: '所填“480”与房屋租赁合同第二条记载的48平方米不一致，请核对。',
      },
      { subject: '材料：从业人员健康证明', reason: '䶮某的健康证明已于2026年10月8日到期。' },
    ],
    answerBy: day('2026-12-31'),
    howToAnswer: '补正材料可以交给原收件的服务点（样例），也可以由代办员上门收取，不必前来本机关。',
  },
  'not-accepted': {
    kind: 'not-accepted',
    ...head,
    basis: '《中华人民共和国行政许可法》第三十二条第一款第二项',
    reason: '经营场所位于雨花区，依法不属于本机关职权范围。',
    whereToGo: '长沙市雨花区市场监督管理局（样例：政务服务中心二楼食品窗口）',
    remedies,
  },
  denial: {
    kind: 'denial',
    ...head,
    basis: '《中华人民共和国行政许可法》第三十八条第二款',
    reason: '现场核查（2026年11月26日，核查人员两名）发现食品处理区与卫生间直接相通，没有设置独立隔间。',
    remedies,
  },
} satisfies { [Kind in Notice['kind']]: Extract<Notice, { kind: Kind }> }
