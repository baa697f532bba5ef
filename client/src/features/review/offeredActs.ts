import { COMMANDS_BY_STATUS } from '@onetrip/shared/case/task'
import type { TaskState } from '@onetrip/shared/case/taskState'
import type { DecideInput } from '@onetrip/shared/wire/inbox'

export type ActKind = DecideInput['act']['kind']

const ACTS: readonly string[] = [
  'accept',
  'require-correction',
  'refuse-acceptance',
  'approve',
  'deny',
  'issue',
] satisfies ActKind[]

const isAct = (command: string): command is ActKind => ACTS.includes(command)

/** The buttons: what the server's own table leaves open, less a second notice, which the law does not (art. 32(4)). */
export function offeredActs(state: TaskState | undefined): ActKind[] {
  if (!state) return []
  const commands: readonly string[] = COMMANDS_BY_STATUS[state.status]
  const isAskedOnce = state.status === 'received' && state.correctedAt !== undefined
  return commands.filter(isAct).filter((act) => !(isAskedOnce && act === 'require-correction'))
}
