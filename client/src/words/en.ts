import type { Translation } from './messageTypes'
import { common } from './en/common'
import { kit } from './en/kit'
import { signIn } from './en/signIn'
import { track } from './en/track'
import { unlock } from './en/unlock'
import type { zhCN } from './zh-CN'

export const en: Translation<typeof zhCN> = { common, kit, signIn, track, unlock }
