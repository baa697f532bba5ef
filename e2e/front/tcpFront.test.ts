import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTcpFront, type TcpFront } from './tcpFront'

type Arrival = { readonly offset: string | undefined; bytes: number; isWhole: boolean }

const arrivals: Arrival[] = []
const house = createServer((request, response) => {
  const offset = request.headers['x-offset']
  const arrival: Arrival = { offset: typeof offset === 'string' ? offset : undefined, bytes: 0, isWhole: false }
  arrivals.push(arrival)
  request.on('data', (bytes: Buffer) => (arrival.bytes += bytes.length))
  request.on('error', () => undefined)
  request.on('end', () => {
    arrival.isWhole = request.complete
    response.end('thanks')
  })
})

const opened: TcpFront[] = []
let front: TcpFront
beforeEach(async () => {
  arrivals.length = 0
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  front = await openTcpFront((house.address() as AddressInfo).port)
  opened.push(front)
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  house.closeAllConnections()
  await new Promise((resolve) => house.close(resolve))
})

const send = (bytes: number, offset = 0): Promise<string> =>
  fetch(`${front.origin}/append`, {
    method: 'POST',
    headers: { 'x-upload-id': 'one', 'x-offset': String(offset) },
    body: new Uint8Array(bytes),
  }).then((response) => response.text())

it('passes everything on and counts it', async () => {
  expect(await send(10_000)).toBe('thanks')
  expect(arrivals).toEqual([{ offset: '0', bytes: 10_000, isWhole: true }])
  expect(front.traffic().upBytes).toBeGreaterThan(10_000)
  expect(front.traffic().upBytes).toBeLessThan(10_500)
  expect(front.traffic().downBytes).toBeGreaterThan('thanks'.length)
})

it('loses the network at the very byte of a scan, and has it again when asked', async () => {
  const cut = front.cutScanAt(137_000)
  await expect(send(262_144)).rejects.toThrow()
  expect(await cut).toEqual({ uploadId: 'one', offset: 0 })
  await expect.poll(() => arrivals[0]?.bytes).toBe(137_000)
  expect(arrivals[0]?.isWhole).toBe(false)
  await expect(send(10)).rejects.toThrow()

  await front.comeUp()
  expect(await send(163_000, 137_000)).toBe('thanks')
  expect(front.pieces()).toEqual([
    { uploadId: 'one', offset: 0 },
    { uploadId: 'one', offset: 137_000 },
  ])
})

it('waits with its cut for the piece that holds the byte', async () => {
  const cut = front.cutScanAt(137_000)
  expect(await send(100_000)).toBe('thanks')
  await expect(send(100_000, 100_000)).rejects.toThrow()
  expect(await cut).toEqual({ uploadId: 'one', offset: 100_000 })
  await expect.poll(() => arrivals[1]?.bytes).toBe(37_000)
})

it('cuts after so many bytes of whatever it is', async () => {
  const before = front.traffic().upBytes
  const cut = front.cutAfter(5_000)
  await expect(send(20_000)).rejects.toThrow()
  await cut
  expect(front.traffic().upBytes - before).toBe(5_000)
})

it('refuses while it is down, and serves on the same port afterwards', async () => {
  expect(await send(10)).toBe('thanks')
  await front.goDown()
  await expect(send(10)).rejects.toThrow()
  await front.comeUp()
  expect(await send(10)).toBe('thanks')
})
