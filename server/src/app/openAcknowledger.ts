import { createAcknowledger } from '../adapters/signing/acknowledger'
import { readPrivateKey } from '../adapters/signing/keys'
import type { Acknowledger } from '../domain/sync/acknowledger'

/** Throws where there is no key, or one is none: a server that cannot acknowledge would leave every tablet waiting. */
export function openAcknowledger(texts: readonly string[]): Acknowledger {
  const [first, ...others] = texts.map((text) => {
    const read = readPrivateKey(text)
    if (!read.ok) throw new Error(`${NAME} is not as .env.example says it: ${JSON.stringify(read.error)}`)
    return read.value
  })
  if (!first) throw new Error(`${NAME} is not set: tablets let go of nothing that was not acknowledged`)
  return createAcknowledger([first, ...others])
}

const NAME = 'ONETRIP_ACKNOWLEDGEMENT_KEYS'
