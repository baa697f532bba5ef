import type { Frame } from '@onetrip/shared/wire/frame'
import type { PullAnswer, PullInput } from '@onetrip/shared/wire/pull'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
import type { UploadId } from '@onetrip/shared/lib/ids'

/**
 * What came back from the network. Everything that can go wrong on the way is a value: only `answer` says
 * that the server itself spoke, and nothing else may change what is kept.
 */
export type Reply<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** No network, a cut line, or somebody else's answer (a captive portal, a proxy's page). */
  | { readonly kind: 'unreachable' }
  /** The server asks to wait (429, 503). */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** The session is over: keep everything, ask for sign-in. */
  | { readonly kind: 'signed-out' }
  /** The server speaks, but not so that this app understands it: update, then try again. */
  | { readonly kind: 'not-understood' }

export type Failure = Exclude<Reply<never>, { kind: 'answer' }>

/** The sync router as the engine sees it. Never throws. */
export type SyncTransport = {
  readonly push: (frames: readonly Frame[]) => Promise<Reply<PushAnswer>>
  readonly pull: (input: PullInput) => Promise<Reply<PullAnswer>>
  readonly offer: (input: OfferInput) => Promise<Reply<UploadAnswer>>
  readonly append: (uploadId: UploadId, offset: number, bytes: Uint8Array<ArrayBuffer>) => Promise<Reply<UploadAnswer>>
}
