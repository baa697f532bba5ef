import { TRPCError } from '@trpc/server'

/**
 * The bytes of a request as they come. Ends early when the request is aborted: after a reset the stream itself would
 * neither end nor fail, and what had come would be lost with it.
 */
export async function* chunksOf(
  stream: ReadableStream<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  const aborted = whenAborted(signal)
  try {
    for (;;) {
      // The stream stands first: what has come already is read before the end is believed.
      const next = await Promise.race([reader.read(), aborted.promise])
      if (next === 'aborted' || next.done) return
      if (!(next.value instanceof Uint8Array)) throw new Error('a body is made of bytes')
      yield next.value
    }
  } finally {
    aborted.forget()
    reader.releaseLock()
  }
}

/** All bytes of a request, for what is worth nothing in part. Throws when it was cut, or is larger than `maxBytes`. */
export async function readWhole(
  stream: ReadableStream<unknown>,
  { signal, maxBytes }: { readonly signal: AbortSignal | undefined; readonly maxBytes: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunksOf(stream, signal)) {
    length += chunk.length
    if (length > maxBytes) throw new TRPCError({ code: 'PAYLOAD_TOO_LARGE' })
    chunks.push(chunk)
  }
  if (signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' })
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

type Aborted = { readonly promise: Promise<'aborted'>; readonly forget: () => void }

/** One listener for all reads of a request, taken away at its end. */
function whenAborted(signal: AbortSignal | undefined): Aborted {
  const state: { resolve: (word: 'aborted') => void } = { resolve: () => undefined }
  const promise = new Promise<'aborted'>((resolve) => (state.resolve = resolve))
  const onAbort = (): void => state.resolve('aborted')
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  return { promise, forget: () => signal?.removeEventListener('abort', onAbort) }
}
