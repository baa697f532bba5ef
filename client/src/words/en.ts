import type { Translation } from './messageTypes'
import { common } from './en/common'
import { caseWords } from './en/case'
import { devices } from './en/devices'
import { dispatches } from './en/dispatches'
import { inbox } from './en/inbox'
import { cases } from './en/cases'
import { home } from './en/home'
import { intake } from './en/intake'
import { problems } from './en/problems'
import { queue } from './en/queue'
import { acknowledgements } from './en/acknowledgements'
import { readiness } from './en/readiness'
import { room } from './en/room'
import { kit } from './en/kit'
import { merge } from './en/merge'
import { recovery } from './en/recovery'
import { rescue } from './en/rescue'
import { review } from './en/review'
import { search } from './en/search'
import { signIn } from './en/signIn'
import { track } from './en/track'
import { unlock } from './en/unlock'
import type { zhCN } from './zh-CN'

export const en: Translation<typeof zhCN> = {
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
}
