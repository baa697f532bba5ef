export type UploadHead = {
  readonly uploadId: string
  readonly offset: number
  /** Of the head, with the empty line that ends it. */
  readonly headBytes: number
  readonly bodyBytes: number
}

const HEAD_END = '\r\n\r\n'
const REQUEST_LINE = /^POST \S+ HTTP\/1[.]1\r\n/

/** The head of a request that sends a piece of a scan (docs/spec/sync.md); undefined for all other bytes. */
export function readUploadHead(bytes: Buffer): UploadHead | undefined {
  const end = bytes.indexOf(HEAD_END)
  const head = end < 0 ? '' : bytes.toString('latin1', 0, end)
  if (!REQUEST_LINE.test(head)) return undefined
  const uploadId = headerIn(head, 'x-upload-id')
  const offset = Number(headerIn(head, 'x-offset') ?? Number.NaN)
  const bodyBytes = Number(headerIn(head, 'content-length') ?? Number.NaN)
  if (uploadId === undefined || !Number.isSafeInteger(offset) || !Number.isSafeInteger(bodyBytes)) return undefined
  return { uploadId, offset, headBytes: end + HEAD_END.length, bodyBytes }
}

const headerIn = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim()
