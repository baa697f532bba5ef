import type { RandomBytes } from '@onetrip/shared/lib/ids'

/** Bytes from here on would make some figures likelier than others. */
const FIRST_UNFAIR_BYTE = 250
const PIN_LENGTH = 6

/** With a sound source two rounds nearly always suffice; this many without six figures is a broken one. */
const MAX_ROUNDS = 32

/** Six figures for the folded slip of someone without a telephone. */
export function mintPin(random: RandomBytes): string {
  let pin = ''
  for (let round = 0; round < MAX_ROUNDS && pin.length < PIN_LENGTH; round += 1) {
    for (const byte of random(PIN_LENGTH)) if (byte < FIRST_UNFAIR_BYTE) pin += String(byte % 10)
  }
  if (pin.length < PIN_LENGTH) throw new Error('the random source gives nothing usable')
  return pin.slice(0, PIN_LENGTH)
}
