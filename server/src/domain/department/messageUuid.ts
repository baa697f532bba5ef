import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Sha256Hex } from '../case/chainEvents'
import type { ReceivedMessage } from './gateway'

/**
 * An id that follows from a message and what is made of it, so that a repeat makes the same one. UUIDv8: the bits of a
 * SHA-256 in the form of RFC 9562 §5.8.
 */
export function messageUuid(
  sha256Hex: Sha256Hex,
  use: 'operation' | 'correction',
  {
    districtId,
    departmentId,
    messageId,
  }: Pick<ReceivedMessage, 'departmentId' | 'messageId'> & { districtId: DistrictId },
): string {
  const hex = sha256Hex(`${use} ${districtId} ${departmentId} ${messageId}`)
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
