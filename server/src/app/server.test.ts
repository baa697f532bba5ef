// Goal: a server that was told to stop waits for answers under way and for nothing else. Method: real HTTP; an answer
// has begun when the server is told to stop and ends afterwards, and its reader would keep the line for the next.
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createServer } from './server'

it('stops once the last answer is out, although its reader keeps the line open', async () => {
  const app = await createServer({ isProduction: false, logLevel: 'silent', proxies: [] })
  const words = new PassThrough()
  app.get('/slow', async (_request, reply) => reply.send(words))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true })

  words.write('begun')
  const [answer] = (await once(get(`${url}/slow`, { agent }), 'response')) as [IncomingMessage]
  const closed = app.close()
  words.end(', and whole')
  expect((await answer.toArray()).join('')).toBe('begun, and whole')
  await closed
  agent.destroy()
})
