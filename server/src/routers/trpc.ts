import { initTRPC, TRPCError } from '@trpc/server'
import { ACTIONS, findScope, type Action } from '@onetrip/shared/access/policy'
import type { AppName } from '../domain/access/app'
import { guestOf } from '../domain/access/guest'
import type { Session } from '../domain/access/session'
import type { House } from '../domain/house'

/** What a procedure is called with: the house, and what the door that the call came through knows of the caller. */
export type RequestContext = {
  readonly house: House
  readonly app: AppName
  readonly session: Session | undefined
  /** The caller's network address, for limits only: never stored as it is, never logged. */
  readonly address: string
  readonly findHeader: (name: string) => string | undefined
  /** Resolves when it is this request's turn, for what is worked on by a few at a time. */
  readonly untilTurn: () => Promise<void>
  /** Sets (or with `undefined` takes away) the app's session cookie. */
  readonly setCookie: (cookie: { readonly token: string; readonly lifeMs: number } | undefined) => void
  /** When a call that is refused as one too many may be made again. */
  readonly setRetryAfter: (seconds: number) => void
}

type Meta = { readonly action: Action }

/** What a guess costs nothing to repeat is never batched: ten tries in one request would be one try to a limit. */
export const NEVER_BATCHED: readonly Action[] = ['session.sign-in', 'device.register', 'case.track']

const PING_MS = 15_000

const t = initTRPC
  .context<RequestContext>()
  .meta<Meta>()
  .create({
    isDev: false,
    /** Only the code leaves the house: messages and causes may quote what somebody typed, or how we are built. */
    errorFormatter: ({ shape: { code, data } }) => ({
      code,
      message: data.code,
      data: { code: data.code, httpStatus: data.httpStatus },
    }),
    sse: {
      // Proxies close a silent connection, and a client must notice a dead one.
      ping: { enabled: true, intervalMs: PING_MS },
      client: { reconnectAfterInactivityMs: 3 * PING_MS },
      // A new request each quarter of an hour: an ended session does not listen on.
      maxDurationMs: 60 * PING_MS,
    },
  })

export const { router, createCallerFactory } = t

/** A procedure that lets in by a rule of its own, which it must bring; only what devices send has one. */
export const openProcedure = (action: Action) => t.procedure.meta({ action })

/** What a tablet that was called back may still do under its session: be told so, and leave. What it sends is let in apart. */
const REVOKED_MAY: readonly Action[] = ['feed.read', 'session.read', 'session.sign-out', 'device.register', 'keys.read']

/**
 * The way to make a procedure: it names its action, and the policy says who may call it and how far it reaches.
 * Whoever has not signed in is in the role `resident`.
 */
export const procedure = (action: Action) =>
  openProcedure(action).use(({ ctx, next }) => {
    const actor = ctx.session?.actor ?? guestOf(ctx.house.districtId)
    const scope = findScope(actor.role, action)
    if (ctx.session?.isRevoked && !REVOKED_MAY.includes(action)) throw new TRPCError({ code: 'FORBIDDEN' })
    if (!scope) throw new TRPCError({ code: ctx.session ? 'FORBIDDEN' : 'UNAUTHORIZED' })
    return next({ ctx: { ...ctx, actor, scope } })
  })

/** What is looked at of a router; tRPC's own type for any router is full of `any`. */
type AnyRouter = {
  readonly _def: {
    readonly procedures: Readonly<Record<string, unknown>>
    readonly lazy: Readonly<Record<string, unknown>>
  }
}

/** Throws when any procedure names no action of the policy; a server with such a one does not start. */
export function assertEveryProcedureNamesItsAction({ _def }: AnyRouter): void {
  // A lazy router is not in the list of procedures until it is first called: it could hide anything.
  const lazy = Object.keys(_def.lazy)
  const unnamed = Object.entries(_def.procedures)
    .filter(([, one]) => !isAction(readAction(one)))
    .map(([path]) => path)
  const faults = [...lazy, ...unnamed]
  if (faults.length > 0) throw new Error(`procedures without an action of the policy: ${faults.join(', ')}`)
}

/** The action that a procedure names, or whatever stands in its place. */
export function readAction(one: unknown): unknown {
  // `_def.meta` is typed `unknown` by tRPC for any procedure; each step is looked at before it is taken.
  const { _def } = one as { readonly _def?: { readonly meta?: unknown } }
  return typeof _def?.meta === 'object' && _def.meta && 'action' in _def.meta ? _def.meta.action : undefined
}

const KNOWN_ACTIONS: ReadonlySet<unknown> = new Set(ACTIONS)
const isAction = (value: unknown): value is Action => KNOWN_ACTIONS.has(value)
