import { getRandomValues, hash } from 'node:crypto'
import type { Sha256Hex } from '../domain/case/chainEvents'
import { uuidv7, type RandomBytes } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Clock } from '@onetrip/shared/lib/time'

/** The wall clock, moved by so many milliseconds. */
export const clockWith =
  (offsetMs: number): Clock =>
  () =>
    instantFromMs(Date.now() + offsetMs)

export const random: RandomBytes = (length) => getRandomValues(new Uint8Array(length))

/** By the real clock, wherever the house's clock stands: ids must stay unique when a rehearsal goes back in time. */
export const newId = (): string => uuidv7(Date.now(), random)

export const sha256Hex: Sha256Hex = (content) => hash('sha256', content, 'hex')
