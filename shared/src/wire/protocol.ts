/** Raised only when an old tablet could no longer be understood; within a number, messages only grow. */
export const PROTOCOL = 1

/** Every answer of the sync router bears it; an answer without it came from somebody else (a captive portal). */
export const PROTOCOL_HEADER = 'x-onetrip-protocol'
/** Mutations must carry it: a form on a foreign page cannot. */
export const APP_HEADER = 'x-onetrip-app'
/**
 * The post in whose name a page asks. A cookie is the browser's, and another tab may have put another person's there:
 * the server then answers as if nobody were signed in. Never in an address, for addresses are logged.
 */
export const POST_HEADER = 'x-onetrip-post'
export const UPLOAD_ID_HEADER = 'x-upload-id'
export const OFFSET_HEADER = 'x-offset'
/** The offer of the scan that a piece belongs to, sent with it (`writeOffer`). A server that does not know it reads none. */
export const OFFER_HEADER = 'x-onetrip-offer'
/**
 * The epoch of the server that a tablet heard of last. A push under another decides nothing: the answer tells the epoch
 * that holds, and the tablet offers first what that server lacks.
 */
export const EPOCH_HEADER = 'x-onetrip-epoch'
/** The device that sends; with it, what it has signed goes through where nobody is signed in. */
export const DEVICE_HEADER = 'x-onetrip-device'
/** The device's signature over `uploadProof`, as base64: an upload is that device's own. */
export const PROOF_HEADER = 'x-onetrip-proof'

/** Operations per push, at most one of a case. One server transaction. */
export const MAX_PUSH_OPS = 64
/** Bytes per push: 64 operations of 64 KB. */
export const MAX_PUSH_BYTES = 4 * 1024 * 1024
/** Bytes per piece of a scan. */
export const MAX_PIECE_BYTES = 4 * 1024 * 1024
/**
 * A scan of at most so many bytes may come whole in its first piece: the server holds it until it is stored, without a
 * file on the way. A crash loses only what nobody was told of.
 */
export const MAX_WHOLE_BYTES = 1024 * 1024
/** Bytes of one scan or file. */
export const MAX_SCAN_BYTES = 20 * 1024 * 1024
/** Changes per pull: a station’s year, or two, in one answer. */
export const MAX_PULL_CHANGES = 10_000
/** What every server has allowed, also one of before there was more. */
export const FIRST_MAX_PULL_CHANGES = 500
/** Bytes of a pull's rows, as JSON, beyond the first 500 changes: what is more comes with the next. */
export const MAX_PULL_BYTES = 8 * 1024 * 1024
