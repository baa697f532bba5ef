import { hash, verify } from '@node-rs/argon2'

/** Hashes passwords and compares them; slow on purpose. */
export type Passwords = {
  /** An argon2id hash in the PHC string format, with a salt of its own. */
  readonly hash: (password: string) => Promise<string>
  /** False for `undefined`, after the same time: that a name is unknown must not show. */
  readonly verify: (stored: string | undefined, password: string) => Promise<boolean>
}

/** What one hash costs whoever makes it. Stored hashes name their own cost, so it can be raised later. */
export type PasswordCost = { readonly memoryKib: number; readonly passes: number }

/** 64 MiB and three passes: a third of a second for us, and for every guess. Source: RFC 9106 §4, second choice. */
export const PASSWORD_COST: PasswordCost = { memoryKib: 64 * 1024, passes: 3 }

/** `unguessable` is hashed once and compared with where there is no hash; nobody may know it. */
export async function createPasswords(
  { memoryKib, passes }: PasswordCost,
  unguessable: Uint8Array,
): Promise<Passwords> {
  // argon2id is the library's default algorithm.
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 }
  const nobodys = await hash(unguessable, options)
  return {
    hash: (password) => hash(asTyped(password), options),
    verify: async (stored, password) => {
      const isRight = await verify(stored ?? nobodys, asTyped(password))
      return isRight && stored !== undefined
    },
  }
}

/** The same characters typed on another keyboard may come composed otherwise. Source: NIST SP 800-63B §5.1.1.2. */
const asTyped = (password: string): string => password.normalize('NFKC')
