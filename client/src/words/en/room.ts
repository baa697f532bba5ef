import type { Translation } from '../messageTypes'
import type { room as source } from '../zh-CN/room'

export const room = {
  title: 'The tablet is almost full',
  full: 'The tablet is full',
  later:
    'Send {count} case: once it has arrived, {bytes} can be freed. | Send {count} cases: once they have arrived, {bytes} can be freed.',
  now: 'The scans of {count} case that arrived take {bytes}. The server has signed for them; they can go now. | The scans of {count} cases that arrived take {bytes}. The server has signed for them; they can go now.',
  none: 'There is nothing to free here. Delete photos or apps of the tablet that nobody needs.',
  reading: 'Looking where room can come from…',
  toQueue: 'How to make room',
  action: 'Clear the scans that arrived',
  confirmTitle: 'Clear the scans of {count} case? | Clear the scans of {count} cases?',
  confirmText:
    'The server has signed for all of them. Afterwards these pages cannot be seen on this tablet; cases and acknowledgements stay. Should the server have to be restored from a backup, you may be asked to take them again.',
  done: '{bytes} are free now.',
  failed: 'No room could be made; nothing was changed. Please try again.',
} as const satisfies Translation<typeof source>
