import { PlainDate } from '@onetrip/shared/lib/time'
import type { AppName, PostRole } from '../access/app'

export type DemoPost = {
  readonly role: PostRole
  readonly app: AppName
  readonly name: string
  readonly loginName: string
  /** A station or department of `server/district`, or the district itself. */
  readonly unit: 'district' | { readonly stationId: string } | { readonly departmentId: string }
}

/** Long before any rehearsal's clock. */
export const DEMO_HELD_FROM = PlainDate.parse('2018-06-01')

/**
 * Two stations and three departments, so that whatever leaks from one to the other can be seen; two administrators, for
 * it takes two to let an agent back in.
 */
export const DEMO_POSTS: readonly DemoPost[] = [
  agent('agent-hehuayuan', '周敏', '430102014004'),
  agent('agent-fengquan', '李桂芳', '430102013008'),
  reviewer('reviewer-market', '王志强', 'market-regulation'),
  reviewer('reviewer-fire', '刘洋', 'fire-rescue'),
  reviewer('reviewer-civil', '陈静', 'civil-affairs'),
  { role: 'dispatcher', app: 'staff', name: '赵鹏', loginName: 'dispatcher', unit: 'district' },
  { role: 'admin', app: 'staff', name: '何建', loginName: 'admin', unit: 'district' },
  { role: 'admin', app: 'staff', name: '谭丽', loginName: 'admin-2', unit: 'district' },
]

function agent(loginName: string, name: string, stationId: string): DemoPost {
  return { role: 'agent', app: 'agent', name, loginName, unit: { stationId } }
}

function reviewer(loginName: string, name: string, departmentId: string): DemoPost {
  return { role: 'reviewer', app: 'staff', name, loginName, unit: { departmentId } }
}
