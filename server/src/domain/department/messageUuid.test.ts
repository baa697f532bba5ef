import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { DepartmentId, DistrictId, OpId } from '@onetrip/shared/lib/ids'
import { messageUuid } from './messageUuid'

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const districtId = DistrictId.parse('430102')
const message = (messageId: string, departmentId = 'urban-management') => ({
  districtId,
  departmentId: DepartmentId.parse(departmentId),
  messageId,
})

it('is a UUIDv8, the same for the same message, another for another', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (messageId) => {
      const id = messageUuid(sha256, 'operation', message(messageId))
      expect(OpId.safeParse(id).success).toBe(true)
      expect(id).toMatch(/^.{14}8.{4}[89ab]/)
      expect(messageUuid(sha256, 'operation', message(messageId))).toBe(id)
      const others = [
        messageUuid(sha256, 'correction', message(messageId)),
        messageUuid(sha256, 'operation', message(`${messageId}_`)),
        messageUuid(sha256, 'operation', message(messageId, 'fire-rescue')),
      ]
      expect(new Set([id, ...others]).size).toBe(4)
    }),
  )
})
