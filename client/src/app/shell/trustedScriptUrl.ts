type Policy = { readonly createScriptURL: (url: string) => string }
type PolicyFactory = { createPolicy: (name: string, rules: Policy) => Policy }

/** The page's one policy: the CSP lets its name be used once. */
const page: { policy: Policy | undefined; readonly own: Set<string> } = { policy: undefined, own: new Set() }

/**
 * A worker's address in the form that the CSP's `trusted-types onetrip` asks for. Only addresses that were given here
 * by our own code pass. What comes back is typed as the string that it stands for.
 */
export function trustedScriptUrl(address: string): string {
  // `as`: TypeScript's DOM library does not know Trusted Types yet.
  const { trustedTypes } = window as Window & { readonly trustedTypes?: PolicyFactory }
  page.own.add(address)
  page.policy ??= trustedTypes?.createPolicy('onetrip', { createScriptURL: demandOwn })
  return page.policy?.createScriptURL(address) ?? address
}

function demandOwn(address: string): string {
  if (!page.own.has(address)) throw new Error(`no script of ours is at ${address}`)
  return address
}
