import { common } from './zh-CN/common'
import { caseWords } from './zh-CN/case'
import { devices } from './zh-CN/devices'
import { dispatches } from './zh-CN/dispatches'
import { inbox } from './zh-CN/inbox'
import { cases } from './zh-CN/cases'
import { home } from './zh-CN/home'
import { intake } from './zh-CN/intake'
import { problems } from './zh-CN/problems'
import { queue } from './zh-CN/queue'
import { acknowledgements } from './zh-CN/acknowledgements'
import { readiness } from './zh-CN/readiness'
import { room } from './zh-CN/room'
import { kit } from './zh-CN/kit'
import { merge } from './zh-CN/merge'
import { recovery } from './zh-CN/recovery'
import { rescue } from './zh-CN/rescue'
import { review } from './zh-CN/review'
import { search } from './zh-CN/search'
import { signIn } from './zh-CN/signIn'
import { track } from './zh-CN/track'
import { unlock } from './zh-CN/unlock'

/** The source of all message keys and of their types. One area per feature, one line here. */
export const zhCN = {
  case: caseWords,
  common,
  devices,
  dispatches,
  inbox,
  kit,
  merge,
  recovery,
  rescue,
  review,
  search,
  signIn,
  track,
  unlock,
  cases,
  home,
  intake,
  problems,
  queue,
  acknowledgements,
  readiness,
  room,
} as const
