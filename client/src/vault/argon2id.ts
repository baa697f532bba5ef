import { argon2id } from 'hash-wasm'
import type { Argon2Cost } from '../db/vaultRecord'

/** One passphrase to be stretched, as bytes. */
export type Argon2Job = Argon2Cost & {
  readonly passphrase: Uint8Array<ArrayBuffer>
  readonly salt: Uint8Array<ArrayBuffer>
}

/** 32 bytes. Takes as long and as much memory as the cost says: on a page, only in a worker. */
export async function stretch({ passphrase, salt, memoryKiB, ...cost }: Argon2Job): Promise<Uint8Array<ArrayBuffer>> {
  const key = await argon2id({
    ...cost,
    password: passphrase,
    salt,
    memorySize: memoryKiB,
    hashLength: 32,
    outputType: 'binary',
  })
  return Uint8Array.from(key)
}
