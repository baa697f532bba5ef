import { Readable } from 'node:stream'

/** Bytes as Fastify sends them: as fast as the reader takes them, and no further read once it has gone. */
export const toStream = (bytes: AsyncIterable<Uint8Array>): Readable =>
  bytes instanceof Readable ? bytes : Readable.from(bytes, { objectMode: false })
