import { resolve } from 'node:path'
import * as z from 'zod/mini'

const Port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** What the program is told from outside. `.env.example` says the same to people. */
const Environment = z.object({
  /** 1: sample people with sign-ins, void seals, simulators on this machine. Without a word it is no demo. */
  ONETRIP_DEMO: z._default(z.enum(['0', '1']), '0'),
  /** Files: scans, uploads on their way, the demo's sign-ins. Shared by all processes of one house. */
  ONETRIP_DATA: z._default(z.string(), './data'),
  ONETRIP_HOST: z._default(z.string(), '127.0.0.1'),
  /** 0 takes any free port. */
  ONETRIP_PORT: z._default(Port, 7300),
  /** The addresses that browsers see, separated by commas. Without it, the host that was asked. */
  ONETRIP_ORIGIN: z._default(z.string(), ''),
  /** Addresses of proxies whose word on the caller's address is taken, separated by commas. */
  ONETRIP_PROXIES: z._default(z.string(), ''),
  /** Moves the program's clock; for rehearsals, refused where it is no demo. */
  ONETRIP_CLOCK_OFFSET_MS: z._default(z.coerce.number().check(z.int()), 0),
  /** What acknowledgements are signed with: the first signs, all are told to tablets. */
  ONETRIP_ACKNOWLEDGEMENT_KEYS: z._default(z.string(), ''),
  /** What tablets seal their envelopes to: the first for new ones, all of them are opened. */
  ONETRIP_ENVELOPE_KEYS: z._default(z.string(), ''),
  /** What agents get back into their vaults with: the first is told to tablets, all of them are opened. */
  ONETRIP_RECOVERY_KEYS: z._default(z.string(), ''),
  ONETRIP_LOG: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
})

const Url = z.string().check(z.regex(/^postgres(ql)?:\/\//))

export type Settings = {
  readonly isDemo: boolean
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly origins: readonly string[]
  readonly proxies: readonly string[]
  readonly clockOffsetMs: number
  /** Secret. */
  readonly acknowledgementKeys: readonly string[]
  /** Secret. */
  readonly envelopeKeys: readonly string[]
  /** Secret. */
  readonly recoveryKeys: readonly string[]
  readonly logLevel: string
}

type Variables = Readonly<Record<string, string | undefined>>

/** Reads the environment, or throws a sentence that names what is wrong and never what it says. */
export function readSettings(variables: Variables): Settings {
  const parsed = Environment.safeParse(withoutEmpty(variables))
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => String(issue.path[0]))
    throw new Error(`the environment is not as .env.example says it: ${names.join(', ')}`)
  }
  const { ONETRIP_CLOCK_OFFSET_MS: clockOffsetMs, ...rest } = parsed.data
  const isDemo = rest.ONETRIP_DEMO === '1'
  if (!isDemo && clockOffsetMs !== 0) throw new Error('ONETRIP_CLOCK_OFFSET_MS is for rehearsals only')
  return {
    isDemo,
    clockOffsetMs,
    dataDir: resolve(rest.ONETRIP_DATA),
    host: rest.ONETRIP_HOST,
    port: rest.ONETRIP_PORT,
    origins: list(rest.ONETRIP_ORIGIN),
    proxies: list(rest.ONETRIP_PROXIES),
    acknowledgementKeys: list(rest.ONETRIP_ACKNOWLEDGEMENT_KEYS),
    envelopeKeys: list(rest.ONETRIP_ENVELOPE_KEYS),
    recoveryKeys: list(rest.ONETRIP_RECOVERY_KEYS),
    logLevel: rest.ONETRIP_LOG,
  }
}

/** The address of the database, under the one role that the sub-command works as. */
export function readDatabaseUrl(variables: Variables, name: 'DATABASE_URL' | 'DATABASE_OWNER_URL'): string {
  const parsed = Url.safeParse(variables[name])
  if (!parsed.success) throw new Error(`${name} must be the postgresql:// address of the database`)
  return parsed.data
}

/** `NAME=` in a file means the same as no line at all. */
const withoutEmpty = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
