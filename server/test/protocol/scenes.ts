import {
  asksAgain,
  awaited,
  exchanged,
  oneRequest,
  open,
  sealed,
  secondDictionary,
  stands,
  standsAndKnows,
} from './sceneOfCases'
import { recovery } from './sceneOfRecovery'
import { refusals } from './sceneOfRefusals'
import { rows } from './sceneOfRows'
import { session } from './sceneOfSession'
import type { Stage } from './stage'

/** What is recorded, by name. Only ever added to; a scene that is recorded may be forgotten here, its file never. */
export const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'protocol-1/session': session,
  'protocol-1/open': open,
  'protocol-1/sealed': sealed,
  'protocol-1/rows': rows,
  'protocol-1/recovery': recovery,
  'protocol-1/refusals': refusals,
  'protocol-1/one-request': oneRequest,
  'protocol-1/awaited': awaited,
  'protocol-1/asks-again': asksAgain,
  'protocol-1/second-dictionary': secondDictionary,
  'protocol-1/exchanged': exchanged,
  'protocol-1/stands': stands,
  'protocol-1/stands-and-knows': standsAndKnows,
}
