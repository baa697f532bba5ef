// Runs in Chromium: a tablet that is signed in, registered and unlocked, of the client's own parts.
import { DeviceRegistry, localDatabaseName } from '@onetrip/client/db/deviceRegistry'
import { LocalDatabase } from '@onetrip/client/db/localDatabase'
import { createEdges } from '@onetrip/client/app/agent/edges'
import { createJoinSync } from '@onetrip/client/app/agent/joinSync'
import { openTablet } from '@onetrip/client/app/agent/openTablet'
import { registerDevice } from '@onetrip/client/app/agent/registerDevice'
import { createServerClient } from '@onetrip/client/api/serverClient'
import { readUnsentOfTablet } from '@onetrip/client/device/readUnsentOfTablet'
import type { JoinSync } from '@onetrip/client/stores/syncControl'
import type { Tablet } from '@onetrip/client/stores/tablet'
import { importVaultKey } from '@onetrip/client/vault/vaultKey'
import type { PostId } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'

export type Agent = { readonly loginName: string; readonly password: string; readonly code: string }

export const edges = createEdges()

/** A page asks by itself for what it needs and is told of the rest; no timer of its own disturbs the measuring. */
const NEVER_MS = 24 * 60 * 60_000

/** The vault's key comes from nowhere: stretching a passphrase is no part of any figure. */
export async function signInTablet({ loginName, password, code }: Agent): Promise<Tablet> {
  const answer = await clientFor().session.signIn.mutate({ loginName, password })
  if (answer.status !== 'signed-in') throw new Error(`sign-in: ${answer.status}`)
  const { me } = answer
  const client = clientFor(me.postId)
  const { newId } = edges
  const registered = await registerDevice({ client, postId: me.postId, newId, code: RegistrationCode.parse(code) })
  if (registered.kind !== 'registered') throw new Error(`registration: ${registered.kind}`)
  const { deviceId } = registered
  const vault = await importVaultKey(newId(), Uint8Array.from(edges.random(32)))
  await new DeviceRegistry().agents.put({ postId: me.postId, me, deviceId, failures: 0, notBeforeMs: 0 })
  return openTablet({ kind: 'open', me, deviceId, vault }, { client, edges, seen: () => undefined })
}

/** The wiring of the app itself: election, engine, pokes. */
export const joinSyncOf = (tablet: Tablet): JoinSync =>
  createJoinSync(tablet, {
    chance: edges.chance,
    pullMs: NEVER_MS,
    onServerTime: () => undefined,
    line: { kind: () => 'unknown', onChange: () => () => undefined },
    onRest: () => undefined,
    standing: {
      deviceId: tablet.deviceId,
      monotonicMs: tablet.monotonicMs,
      readReport: async () => {
        const { count, bytes, oldestAt } = await readUnsentOfTablet(tablet.store.db)
        return {
          deviceId: tablet.deviceId,
          appVersion: 'bench',
          unsentCount: count,
          unsentBytes: bytes,
          oldestUnsentAt: oldestAt,
        }
      },
      onStanding: async () => undefined,
      hearBySignature: async () => undefined,
    },
  })

/** The store of an agent who has signed in here before. */
export const databaseOf = (postId: string): LocalDatabase => new LocalDatabase(localDatabaseName(postId))

function clientFor(postId?: PostId) {
  return createServerClient({ app: 'agent', fetch: (url, init) => fetch(url, init), findPostId: () => postId })
}
