import { APP_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import type { AppName } from '../src/domain/access/app'
import type { House } from '../src/domain/house'
import type { DemoSignIn } from '../src/domain/prepare/demoPeople'
import { createServer, mountHouse } from '../src/app/server'

export type TestServer = AsyncDisposable & { readonly url: string; readonly port: number }

/** The program as it serves people, on a port of its own. */
export async function listenTo(
  house: House,
  options: { readonly clientDir?: string; readonly archiveDir?: string; readonly origins?: readonly string[] } = {},
): Promise<TestServer> {
  const app = await createServer({ isProduction: false, logLevel: 'silent', proxies: [] })
  const { origins = [], clientDir, archiveDir } = options
  const routes = { house, origins, clientDir, archiveDir }
  await mountHouse(app, routes)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    port: Number(new URL(url).port),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown }

export type Page = {
  /** Of a procedure's answer `body` is its data, else the error's code. */
  readonly query: (path: string, input?: unknown) => Promise<Answer>
  readonly mutate: (path: string, input?: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly send: (path: string, bytes: Uint8Array<ArrayBuffer>, headers?: Record<string, string>) => Promise<Answer>
  /** Whatever a browser could send, with this page's headers and cookies unless others are given. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  readonly cookie: () => string | undefined
}

/** A page of one of the apps, with its cookie jar. */
export function openPage(url: string, app: AppName): Page {
  const jar: { cookie?: string | undefined } = {}
  const own = (): Record<string, string> => ({
    origin: url,
    [APP_HEADER]: app,
    [PROTOCOL_HEADER]: String(PROTOCOL),
    ...(jar.cookie !== undefined && { cookie: jar.cookie }),
  })
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(own())
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    const response = await fetch(`${url}/api/${app}/trpc/${path}`, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      jar.cookie = pair.endsWith('=') ? undefined : pair
    }
    return response
  }
  const post = async (
    path: string,
    body: string | Uint8Array<ArrayBuffer> | null,
    headers: Record<string, string>,
  ): Promise<Answer> => read(await send(path, { method: 'POST', body, headers }))
  return {
    fetch: send,
    cookie: () => jar.cookie,
    query: async (path, input) =>
      read(await send(input === undefined ? path : `${path}?input=${encodeURIComponent(JSON.stringify(input))}`)),
    mutate: (path, input, headers = {}) =>
      post(path, input === undefined ? null : JSON.stringify(input), {
        'content-type': 'application/json',
        ...Object.fromEntries(new Headers(headers)),
      }),
    send: (path, bytes, headers = {}) =>
      post(path, bytes, { 'content-type': 'application/octet-stream', ...Object.fromEntries(new Headers(headers)) }),
  }
}

/** A page on which the person has signed in. */
export async function openSignedIn(url: string, { app, loginName, password }: DemoSignIn): Promise<Page> {
  const page = openPage(url, app)
  const { body } = await page.mutate('session.signIn', { loginName, password })
  if ((body as { status?: string }).status !== 'signed-in') throw new Error(`not signed in: ${JSON.stringify(body)}`)
  return page
}

type Envelope = {
  readonly result?: { readonly data?: unknown }
  readonly error?: { readonly data?: { code?: string } }
}

async function read(response: Response): Promise<Answer> {
  const envelope = (await response.json()) as Envelope
  const body = envelope.error ? envelope.error.data?.code : envelope.result?.data
  return { status: response.status, headers: response.headers, body }
}
