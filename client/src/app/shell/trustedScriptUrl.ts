type PolicyFactory = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string }
}

/**
 * A worker's address in the form that the CSP's `trusted-types onetrip` asks for; this one address and no other. Once
 * per page: a policy is made only once. What comes back is typed as the string that it stands for.
 */
export function trustedScriptUrl(address: string): string {
  // `as`: TypeScript's DOM library does not know Trusted Types yet.
  const { trustedTypes } = window as Window & { readonly trustedTypes?: PolicyFactory }
  const policy = trustedTypes?.createPolicy('onetrip', { createScriptURL: () => address })
  return policy?.createScriptURL(address) ?? address
}
