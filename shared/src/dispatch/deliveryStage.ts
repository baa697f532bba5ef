import * as z from 'zod/mini'
import type { DeliveryChoice } from '../case/content'
import { isUnderWay, type Dispatch } from './dispatch'

/** How far a result or a decision is on its way to its holder: at the station, waiting for the courier, or with the courier. */
export const DeliveryStage = z.enum(['to-collect', 'to-send', 'on-its-way'])
export type DeliveryStage = z.infer<typeof DeliveryStage>

/** What waits at the station, or came back to it, is collected there. Only what a courier has in hand is on its way. */
export function deliveryStage(mode: DeliveryChoice['mode'], dispatches: readonly Dispatch[]): DeliveryStage {
  if (mode === 'pick-up') return 'to-collect'
  const moving = dispatches.find(isUnderWay)
  if (moving) return moving.status === 'requested' || moving.status === 'booked' ? 'to-send' : 'on-its-way'
  const hasComeBack = dispatches.some(({ status }) => status === 'returned' || status === 'cancelled')
  return hasComeBack ? 'to-collect' : 'to-send'
}
