import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { resolveHost, sendPinned } from './send'

// Real sockets on this machine: what matters here is what Node does with a name, a flood and a silence.

async function serve(listener: RequestListener): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const call = (url: string, details: { timeoutMs?: number; body?: string } = {}) =>
  sendPinned({
    url: new URL(url),
    address: '127.0.0.1',
    headers: { 'x-asked': '1' },
    body: Buffer.from(details.body ?? '准予'),
    signal: AbortSignal.timeout(details.timeoutMs ?? 5_000),
    maxAnswerBytes: 1_000,
  })

describe('sendPinned', () => {
  it('[DEPT-R10] connects to the checked address, whatever the name would resolve to', async () => {
    await using server = await serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const seen = [request.method, request.url, request.headers.host, request.headers['x-asked']].join(' ')
        response
          .setHeader('retry-after', '7')
          .writeHead(201)
          .end(`${seen} ${Buffer.concat(chunks).toString()}`)
      })
    })
    const host = `no-such-host.invalid:${server.port}`
    expect(await call(`http://${host}/events?a=1`)).toEqual({
      httpStatus: 201,
      retryAfter: '7',
      body: `POST /events?a=1 ${host} 1 准予`,
    })
  })

  it('[DEPT-R10] follows no redirect', async () => {
    let calls = 0
    await using server = await serve((_request, response) => {
      calls += 1
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect((await call(`http://a.invalid:${server.port}/`)).httpStatus).toBe(307)
    expect(calls).toBe(1)
  })

  it('[DEPT-R9] reads no flood', async () => {
    await using server = await serve((_request, response) => {
      response.write('x'.repeat(1_001))
    })
    await expect(call(`http://a.invalid:${server.port}/`)).rejects.toMatchObject({ reason: 'answer-too-large' })
  })

  it.each([
    ['never answers', () => undefined],
    ['never ends its answer', (_request, response) => response.writeHead(200).write('{')],
  ] satisfies [string, RequestListener][])('[DEPT-R9] waits for no one who %s', async (_what, listener) => {
    await using server = await serve(listener)
    await expect(call(`http://a.invalid:${server.port}/`, { timeoutMs: 50 })).rejects.toThrow()
  })

  it('[DEPT-R9] takes half an answer for none', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{')
      setTimeout(() => request.socket.destroy(), 20)
    })
    await expect(call(`http://a.invalid:${server.port}/`)).rejects.toThrow()
  })

  it('rejects where nobody listens', async () => {
    const server = await serve(() => undefined)
    await server[Symbol.asyncDispose]()
    await expect(call(`http://a.invalid:${server.port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

it('resolveHost gives every address of a name', async () => {
  const addresses = await resolveHost('localhost')
  expect(addresses.length).toBeGreaterThan(0)
  expect(addresses.every((address) => address === '::1' || address.startsWith('127.'))).toBe(true)
})
