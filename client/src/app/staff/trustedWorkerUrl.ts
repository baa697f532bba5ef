type PolicyFactory = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string | URL }
}

/** The worker's address in the form that the CSP's `trusted-types onetrip` asks for; this one address and no other. */
export function trustedWorkerUrl(workerUrl: string): string | URL {
  // `as`: TypeScript's DOM library does not know Trusted Types yet.
  const { trustedTypes } = window as Window & { readonly trustedTypes?: PolicyFactory }
  return (
    trustedTypes?.createPolicy('onetrip', { createScriptURL: () => workerUrl }).createScriptURL(workerUrl) ?? workerUrl
  )
}
