import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { findFreePort } from './ports.mjs'

const listen = async (port, host) => {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  return server
}

const loopbacks = Object.values(networkInterfaces()).flatMap((list) =>
  list.filter(({ internal }) => internal).map(({ address }) => address),
)

it.each(loopbacks)('passes over a port on which somebody listens at %s', async (host) => {
  const server = await listen(0, host)
  const { port } = server.address()
  expect(await findFreePort(port)).toBeGreaterThan(port)
  server.close()
})

it('gives no port twice, also before anybody listens on it', async () => {
  const taken = new Set()
  const free = await findFreePort(0)
  const ports = [await findFreePort(free, taken), await findFreePort(free, taken), await findFreePort(0, taken)]
  expect(new Set(ports).size).toBe(3)
})
