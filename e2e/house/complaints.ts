import type { BrowserContext } from '@playwright/test'

/** What the browser itself found wrong since it was last asked: errors, warnings of the policy, uncaught exceptions. */
export type Complaints = { readonly take: () => readonly string[] }

/** The browser says this of every request that finds no network; the story takes the network away on purpose. */
const NO_NETWORK =
  /^Failed to load resource: net::ERR_(CONNECTION_|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|NETWORK_CHANGED|INCOMPLETE_CHUNKED)/

/** Listens to all pages of a browser, those to come included. */
export async function listenForComplaints(context: BrowserContext): Promise<Complaints> {
  const heard: string[] = []
  context.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !NO_NETWORK.test(text)) heard.push(`${text} (${message.location().url})`)
  })
  context.on('weberror', (error) => heard.push(`not caught: ${error.error().stack ?? error.error().message}`))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`)
    })
  })
  return { take: () => heard.splice(0) }
}
