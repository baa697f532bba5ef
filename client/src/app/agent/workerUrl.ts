import type { Workbox } from 'workbox-window'

type ScriptUrl = ConstructorParameters<typeof Workbox>[0]

type PolicyFactory = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => ScriptUrl }
}

const WORKER_PATH = '/agent/sw.js'

/** The worker's address in the form that the CSP's `trusted-types vue onetrip` asks for; this one address and no other. */
export function workerUrl(): ScriptUrl {
  // `as`: TypeScript's DOM library does not know Trusted Types yet.
  const { trustedTypes } = window as Window & { readonly trustedTypes?: PolicyFactory }
  const policy = trustedTypes?.createPolicy('onetrip', { createScriptURL: () => WORKER_PATH })
  return policy?.createScriptURL(WORKER_PATH) ?? WORKER_PATH
}
