import { assertNever } from '@onetrip/shared/lib/result'
import { chineseDate } from './chineseDate'
import type { AcceptanceNotice, CorrectionNotice, CorrectionPoint, Notice, Remedies } from './notice'

// These words are part of the legal act and exist in Chinese only; screens that speak about a notice take theirs from i18n.

export type NoticeBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'points'; readonly points: readonly CorrectionPoint[] }

/** A notice as it is read: a title and what stands between the addressee and the seal. */
export type WordedNotice = { readonly title: string; readonly blocks: readonly NoticeBlock[] }

/** Puts a notice into the words of the law. Every limit, basis and body in it comes from the notice. */
export function wordNotice(notice: Notice): WordedNotice {
  switch (notice.kind) {
    case 'acceptance':
      return { title: '受理通知书', blocks: acceptanceBlocks(notice) }
    case 'correction':
      return { title: '补正通知书', blocks: correctionBlocks(notice) }
    case 'not-accepted':
      return {
        title: '不予受理通知书',
        blocks: [
          paragraph(`${opening(notice)}经审查，依据${notice.basis}，决定不予受理。`),
          paragraph(`理由：${notice.reason}`),
          // A heading and no half of a sentence: departments name a place, or write what to apply for instead.
          ...(notice.whereToGo ? [paragraph(`办理去处：${notice.whereToGo}`)] : []),
          remedies(notice.remedies, '通知书'),
        ],
      }
    case 'denial':
      return {
        title: notice.isLicence ? '不予许可决定书' : '不予办理决定书',
        blocks: [
          paragraph(
            `${opening(notice)}经审查，依据${notice.basis}，决定${notice.isLicence ? '不予行政许可' : '不予办理'}。`,
          ),
          paragraph(`理由：${notice.reason}`),
          remedies(notice.remedies, '决定书'),
        ],
      }
    default:
      return assertNever(notice)
  }
}

function acceptanceBlocks(notice: AcceptanceNotice): NoticeBlock[] {
  const provisional = notice.isProvisional ? '（暂定，以国务院办公厅公布的当年节假日安排为准）' : ''
  return [
    paragraph(
      `${opening(notice)}经审查，申请材料齐全、符合法定形式，依据${notice.basis}，决定予以受理。受理日期为${chineseDate(notice.acceptedOn)}。`,
    ),
    paragraph(`本机关自受理之日起${notice.limit}内作出决定，即不迟于${chineseDate(notice.decideBy)}${provisional}。`),
    ...(notice.isLicence
      ? [
          paragraph(
            '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，依据《中华人民共和国行政许可法》第四十五条，所需时间不计算在上述期限内，本机关将所需时间另行书面告知。',
          ),
        ]
      : []),
  ]
}

function correctionBlocks(notice: CorrectionNotice): NoticeBlock[] {
  const by = notice.answerBy ? `请于${chineseDate(notice.answerBy)}（含当日）前补正。` : ''
  return [
    paragraph(
      `${opening(notice)}经审查，申请材料不齐全或者不符合法定形式。依据${notice.basis}，现将需要补正的全部内容（共${notice.points.length}项）一次性告知如下：`,
    ),
    { kind: 'points', points: notice.points },
    paragraph(`${by}${notice.howToAnswer}按本通知书补正齐全的，本机关即予受理。`),
    ...(notice.lapseWarning ? [paragraph(notice.lapseWarning)] : []),
  ]
}

function opening(notice: Notice): string {
  return `你（单位）提出的“${notice.itemName}”申请（收件编号：${notice.caseNumber}），本机关已于${chineseDate(notice.receivedOn)}收到。`
}

function remedies(ways: Remedies, paper: '通知书' | '决定书'): NoticeBlock {
  return paragraph(
    `如不服本${paper}，可以自收到之日起${ways.reviewLimit}内向${ways.reviewBody}申请行政复议，也可以自收到之日起${ways.litigationLimit}内依法向${ways.court}提起行政诉讼。`,
  )
}

const paragraph = (text: string): NoticeBlock => ({ kind: 'paragraph', text })
