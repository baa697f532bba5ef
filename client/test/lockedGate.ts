import type { Locked } from '../src/app/agent/gateState'

/** For tests: the lock of a tablet, with nobody's name on it. */
export const LOCKED: Locked = {
  kind: 'unlock',
  agents: [],
  chosen: '',
  recovering: [],
  byAuthenticator: [],
  state: { kind: 'idle' },
}
