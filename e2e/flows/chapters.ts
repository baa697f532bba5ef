import type { World } from '../house/world'
import { askForCorrections } from './askForCorrections'
import { badInput } from './badInput'
import { comeOnline } from './comeOnline'
import { compareAndMend } from './compareAndMend'
import { decide } from './decide'
import { deliver } from './deliver'
import { firstSignIn } from './firstSignIn'
import { forgotPassphrase } from './forgotPassphrase'
import { lostWork } from './lostWork'
import { missingPage } from './missingPage'
import { openInbox } from './openInbox'
import { openRestaurant } from './openRestaurant'
import { refusals } from './refusals'
import { rescueFile } from './rescueFile'
import { revokeTablet } from './revokeTablet'
import { takeInOffline } from './takeInOffline'
import { trackByPhone } from './trackByPhone'

/** What can also be played by itself: `npm run story -- bad-input`. */
const CHAPTERS = new Map<string, (world: World) => Promise<void>>([
  ['one-case', playOneCase],
  ['restaurant', openRestaurant],
  ['refusals', refusals],
  ['compared', compareAndMend],
  ['missing', missingPage],
  ['bad-input', badInput],
  ['forgotten', forgotPassphrase],
  ['rescue', rescueFile],
  ['lost', lostWork],
  // The last: the tablet is empty after it.
  ['revoked', revokeTablet],
])

/** Plays the chapters named, or all; each begins with the two people at their places. */
export async function playChapters(world: World, names: readonly string[]): Promise<void> {
  const chapters = names.length > 0 ? names : [...CHAPTERS.keys()]
  const unknown = chapters.find((name) => !CHAPTERS.has(name))
  if (unknown !== undefined) throw new Error(`No chapter "${unknown}". There are: ${[...CHAPTERS.keys()].join(', ')}.`)
  await firstSignIn(world)
  await openInbox(world)
  for (const name of chapters) await CHAPTERS.get(name)?.(world)
}

/** One application, from an offline tablet to the resident's door. */
async function playOneCase(world: World): Promise<void> {
  const receipt = await takeInOffline(world)
  await comeOnline(world)
  await askForCorrections(world)
  await decide(world)
  const waybill = await deliver(world)
  await trackByPhone(world, { receipt, waybill })
}
