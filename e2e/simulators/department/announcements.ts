import type { IncomingHttpHeaders } from 'node:http'
import type { KeyObject } from 'node:crypto'
import { registrationNumber } from './acts'
import type { Announcement, Ledger } from './ledger'
import { isSignedBy } from './signing'

export type ReceptionOptions = {
  readonly departmentId: string
  readonly oneTripKeys: readonly KeyObject[]
  readonly ledger: Ledger
  readonly nowMs: () => number
}

/** `taskId` when the task is in the register now. */
export type AnnouncementReply = { readonly httpStatus: number; readonly json: unknown; readonly taskId?: string }

/** Takes one announcement in: known by its signature, entered once for each task, answered with our number. */
export function takeAnnouncement(
  options: ReceptionOptions,
  headers: IncomingHttpHeaders,
  payload: Buffer,
): AnnouncementReply {
  const { ledger, nowMs } = options
  if (!isSignedBy(options.oneTripKeys, headers, { payload, nowMs: nowMs() }))
    return { httpStatus: 401, json: { error: '签名无效' } }
  const announcement = readAnnouncement(payload)
  if (!announcement) return { httpStatus: 400, json: { error: '报文无法识别' } }
  if (announcement.data.departmentId !== options.departmentId)
    return { httpStatus: 403, json: { error: '不是本部门的办件' } }
  if (!['task.assigned', 'task.corrected'].includes(announcement.type)) return { httpStatus: 200, json: {} }

  const { taskId } = announcement.data
  const at = new Date(nowMs()).toISOString()
  const known = ledger.find(taskId)
  const number = known?.registrationNumber ?? registrationNumber(ledger.entries().length + 1, nowMs())
  if (!known) ledger.append({ kind: 'registered', at, taskId, registrationNumber: number, announcement })
  else if (announcement.type === 'task.corrected') ledger.append({ kind: 'corrected', at, taskId, announcement })
  return { httpStatus: 200, json: { registrationNumber: number }, taskId }
}

function readAnnouncement(payload: Buffer): Announcement | undefined {
  try {
    // Signed by OneTrip; what follows looks at the two properties that we file it by.
    const value = JSON.parse(payload.toString('utf8')) as Partial<Announcement> | null
    const isReadable = typeof value?.type === 'string' && typeof value.data?.taskId === 'string'
    return isReadable ? (value as Announcement) : undefined
  } catch {
    return undefined
  }
}
