import { expect, it } from 'vitest'
import { createEventReader } from './eventStream'

const STREAM = 'event: connected\ndata: {}\n\n: a comment\n\ndata: {"seq":1}\n\nevent: ping\ndata: \n\ndata: {"se'

it('tells events that are whole by their kind, however the stream is cut', () => {
  const kinds = ['connected', 'message', 'ping']
  for (let size = 1; size <= STREAM.length; size += 1) {
    const read = createEventReader()
    const told: string[] = []
    for (let at = 0; at < STREAM.length; at += size) told.push(...read(STREAM.slice(at, at + size)))
    expect(told).toEqual(kinds)
  }
})
