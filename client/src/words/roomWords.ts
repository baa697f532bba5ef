import { bytesWords } from './bytesWords'
import type { Words } from './useWords'

type Room = { readonly cases: number; readonly bytes: number }

/** Where room can come from, in at most two sentences: what to send, and what can go at once. */
export function roomSentences({ now, later }: { readonly now: Room; readonly later: Room }, words: Words): string[] {
  const { t } = words
  const sentences = [
    ...(later.bytes > 0 ? [t('room.later', { count: later.cases, bytes: bytesWords(later.bytes, words) })] : []),
    ...(now.bytes > 0 ? [t('room.now', { count: now.cases, bytes: bytesWords(now.bytes, words) })] : []),
  ]
  return sentences.length > 0 ? sentences : [t('room.none')]
}
