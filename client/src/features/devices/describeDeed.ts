import { assertNever } from '@onetrip/shared/lib/result'
import type { CallCodeBackAnswer, MintCodeAnswer, RevokeDeviceAnswer } from '@onetrip/shared/wire/device'
import type { Done } from '../../stores/devices'
import type { Words } from '../../words/useWords'

/** Why there is no code; undefined where there is one. */
export function describeMint(done: Done<MintCodeAnswer>, { t }: Words): string | undefined {
  if (done.kind === 'failed') return t(`devices.failure.${done.why}`)
  switch (done.answer.status) {
    case 'minted':
      return undefined
    case 'unknown-station':
      return t('devices.mint.unknownStation')
    case 'too-many-open':
      return t('devices.mint.tooManyOpen')
    default:
      return assertNever(done.answer)
  }
}

/** What became of a code that was called back, and whether that is bad news. */
export function describeCallBack(done: Done<CallCodeBackAnswer>, { t }: Words): { text: string; isAlert: boolean } {
  if (done.kind === 'failed') return { text: t(`devices.failure.${done.why}`), isAlert: true }
  switch (done.answer.status) {
    case 'called-back':
      return { text: t('devices.codes.calledBack'), isAlert: false }
    case 'not-open':
      return { text: t('devices.codes.notOpen'), isAlert: true }
    default:
      return assertNever(done.answer)
  }
}

/** Why the tablet still stands; undefined where it is revoked. */
export function describeRevoke(done: Done<RevokeDeviceAnswer>, { t }: Words): string | undefined {
  if (done.kind === 'failed') return t(`devices.failure.${done.why}`)
  switch (done.answer.status) {
    case 'revoked':
      return undefined
    case 'unknown-device':
      return t('devices.revoke.unknown')
    default:
      return assertNever(done.answer)
  }
}
