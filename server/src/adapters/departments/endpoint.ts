import { BlockList, isIP, isIPv4 } from 'node:net'
import { err, ok, type Result } from '@onetrip/shared/lib/result'

/** Where one department's system takes our announcements. An administrator lists it; nothing else can be called. */
export type DepartmentEndpoint = { readonly url: URL; readonly allowLoopback: boolean }

export type EndpointRefusal = 'not-a-url' | 'not-https' | 'credentials-in-url' | 'fragment-in-url' | 'address-refused'

/**
 * Checks a listed address as text. `allowLoopback` is for the demo and tests: it lets plain http through, and to
 * this machine only. Names are checked again, by their address, each time they are called.
 */
export function readEndpoint(
  text: string,
  { allowLoopback }: { readonly allowLoopback: boolean },
): Result<DepartmentEndpoint, EndpointRefusal> {
  if (!URL.canParse(text)) return err('not-a-url')
  const url = new URL(text)
  const mayBePlain = allowLoopback && isLoopbackName(hostOf(url))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBePlain)) return err('not-https')
  if (url.username !== '' || url.password !== '') return err('credentials-in-url')
  if (url.hash !== '') return err('fragment-in-url')
  const endpoint = { url, allowLoopback }
  const host = hostOf(url)
  return isIP(host) === 0 || mayCall(endpoint, host) ? ok(endpoint) : err('address-refused')
}

/** The host as resolvers and sockets want it: an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * The one address to call, or undefined when any of them is not ours to call: a name that points both outside and
 * at an inner machine is not trusted at all.
 */
export function pickAddress(endpoint: DepartmentEndpoint, addresses: readonly string[]): string | undefined {
  return addresses.every((address) => mayCall(endpoint, address)) ? addresses[0] : undefined
}

function mayCall(endpoint: DepartmentEndpoint, address: string): boolean {
  if (endpoint.allowLoopback && isLoopback(address)) return true
  return endpoint.url.protocol === 'https:' && isPublicAddress(address)
}

/** Whether an address lies in the public internet: not private, shared, link-local, mapped, reserved or for examples. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  if (isIPv4(address)) return !NOT_PUBLIC.check(address, 'ipv4')
  return GLOBAL_UNICAST.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6')
}

const isLoopbackName = (host: string): boolean => host === 'localhost' || isLoopback(host)

const isLoopback = (address: string): boolean => (isIPv4(address) ? address.startsWith('127.') : address === '::1')

/** IPv6 that is handed out at all (RFC 4291 §2.4); the rest, mapped IPv4 included, is never called. */
const GLOBAL_UNICAST = new BlockList()
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6')

/** Source: IANA special-purpose address registries, IPv4 and IPv6. */
const NOT_PUBLIC = new BlockList()
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]
for (const [net, prefix] of SPECIAL_V4) NOT_PUBLIC.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of SPECIAL_V6) NOT_PUBLIC.addSubnet(net, prefix, 'ipv6')
