/** One of our processes. The handle stays valid over restarts; `pid()` is that of the process which runs now. */
export type ProcessHandle = {
  readonly name: string
  readonly port: number
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly logPath: string
  /** Resolves only when it ends although nobody asked for it. */
  readonly died: Promise<Ending & { readonly name: string }>
  readonly pid: () => number
  readonly hasEnded: () => boolean
  /** How the process that runs now ended, whether it was to or not. */
  readonly gone: () => Promise<Ending>
  /** The last twenty lines that it wrote since it started. */
  readonly lastWords: () => string
  /** Ends it by this signal at once, e.g. `SIGKILL`; resolves when it has gone. */
  readonly kill: (signal: NodeJS.Signals) => Promise<Ending>
  /** Ends it in good order; resolves when it has gone. */
  readonly stop: () => Promise<Ending>
  /** Starts it again with the same port and environment; resolves when it answers. */
  readonly restart: () => Promise<void>
}

export type Ending = { readonly code: number | string | null; readonly signal: NodeJS.Signals | null }

/** A line of `demo-sign-ins.json`, as `prepare` writes it. */
export type SignIn = {
  readonly app: 'agent' | 'staff' | 'resident'
  readonly role: string
  readonly name: string
  readonly unitName: string
  readonly loginName: string
  readonly password: string
  /** An agent's: lets new tablets in at the station, again and again. */
  readonly registrationCode?: string
}

export type SystemOptions = {
  /** Made when it is missing. Refused while another run uses it. */
  readonly dataDir: string
  readonly say: (line: string) => void
  /** How many server processes share the database. Default 1. */
  readonly serverCount?: number
  /** Where to look for a free port first; absent or 0: any. */
  readonly ports?: { readonly server?: number; readonly sf?: number; readonly department?: number }
  /** What browsers see, when something stands before the servers. Default `http://localhost:<first server's port>`. */
  readonly origin?: string
  /** More environment for the server processes, `prepare` included. */
  readonly env?: Readonly<Record<string, string>>
  /** Pause between the simulators' own steps; 0: they move only when told. Default 3000. */
  readonly stepMs?: number
  /** `off` for throw-away data only. Default `full`. */
  readonly durability?: 'full' | 'off'
  /** Deletes the data that an earlier run left. */
  readonly isFresh?: boolean
  /** Ends the start at its next step. */
  readonly signal?: AbortSignal
}

export type System = {
  readonly dataDir: string
  readonly origin: string
  readonly database: {
    readonly name: string
    readonly appUrl: string
    readonly ownerUrl: string
    readonly died: Promise<{ readonly name: string }>
    readonly stop: () => Promise<void>
    /** Ends the process that all others of it hang on, at once. Absent for a database of somebody else's. */
    readonly kill?: () => Promise<void>
    /** Starts it again where it was. */
    readonly restart?: () => Promise<void>
  }
  readonly servers: readonly ProcessHandle[]
  readonly sf: ProcessHandle
  readonly department: ProcessHandle
  readonly signIns: readonly SignIn[]
  /** Stops everything, newest first. To be called once more does nothing. */
  readonly stop: () => Promise<void>
}

/** Starts everything and resolves when everything answers; when something fails, stops what it had started and throws. */
export function startSystem(options: SystemOptions): Promise<System>
