import { common } from './zh-CN/common'
import { kit } from './zh-CN/kit'
import { signIn } from './zh-CN/signIn'
import { track } from './zh-CN/track'
import { unlock } from './zh-CN/unlock'

/** The source of all message keys and of their types. One area per feature, one line here. */
export const zhCN = { common, kit, signIn, track, unlock } as const
