import { common } from './zh-CN/common'
import { caseWords } from './zh-CN/case'
import { dispatches } from './zh-CN/dispatches'
import { inbox } from './zh-CN/inbox'
import { cases } from './zh-CN/cases'
import { home } from './zh-CN/home'
import { intake } from './zh-CN/intake'
import { problems } from './zh-CN/problems'
import { queue } from './zh-CN/queue'
import { kit } from './zh-CN/kit'
import { review } from './zh-CN/review'
import { signIn } from './zh-CN/signIn'
import { track } from './zh-CN/track'
import { unlock } from './zh-CN/unlock'

/** The source of all message keys and of their types. One area per feature, one line here. */
export const zhCN = {
  case: caseWords,
  common,
  dispatches,
  inbox,
  kit,
  review,
  signIn,
  track,
  unlock,
  cases,
  home,
  intake,
  problems,
  queue,
} as const
