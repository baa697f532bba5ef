import type { KeyObject } from 'node:crypto'
import type { DepartmentId } from '@onetrip/shared/lib/ids'
import { instantToMs, type Clock } from '@onetrip/shared/lib/time'
import type { DepartmentDoor, KnockHeaders } from '../../domain/department/door'
import { receiveEvent, receivePull } from './inbound'

export type DoorOptions = {
  /** The keys of a listed department; none for any other. */
  readonly findPublicKeys: (departmentId: DepartmentId) => readonly KeyObject[]
  readonly clock: Clock
}

/** The door for departments, by the signatures of docs/spec/department.md. Keeps nothing. */
export function createDepartmentDoor({ findPublicKeys, clock }: DoorOptions): DepartmentDoor {
  const inboundOf = (departmentId: DepartmentId, headers: KnockHeaders) => ({
    headers,
    publicKeys: findPublicKeys(departmentId),
    nowSeconds: Math.floor(instantToMs(clock()) / 1000),
  })
  return {
    openEvent: ({ departmentId, headers, body }) => {
      const opened = receiveEvent({ ...inboundOf(departmentId, headers), body })
      if (!opened.ok) return undefined
      const { messageId, sha256, reading } = opened.value
      return { message: { departmentId, messageId, sha256 }, reading, text: new TextDecoder().decode(body) }
    },
    openPull: ({ departmentId, headers, path }) => {
      const opened = receivePull({ ...inboundOf(departmentId, headers), path })
      return opened.ok ? { departmentId, ...opened.value } : undefined
    },
  }
}
