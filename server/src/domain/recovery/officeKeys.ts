import type { SentOfficeWrap } from '@onetrip/shared/wire/recovery'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { RecoveryReply } from '../../db/recovery'

/** The district's recovery keys. A vault's key passes through here for as long as one decision takes. */
export type OfficeKeys = {
  /** To whom tablets wrap their vault's key now. */
  readonly publicKey: SealingKey
  /** Whether a wrap to this key can be opened. */
  readonly has: (keyId: string) => boolean
  /**
   * Opens a wrap that is bound to `from`, and seals what was in it to the tablet's key, bound to `to`. Undefined for a
   * wrap of another key or another owner, one that was changed, or a reply key that is none.
   */
  readonly rewrap: (
    wrap: SentOfficeWrap,
    bound: { readonly from: string; readonly to: string; readonly replyKey: string },
  ) => Promise<RecoveryReply | undefined>
}
