import { createAbsentDeps } from '../../background/browser'
import { sendForAbsent } from '../../background/sendForAbsent'
import { checkByLibrary } from '../../envelope/checkByLibrary'
import { finishWipes } from '../../device/wipeAgent'
import { onReturn } from '../shell/onReturn'
import { askForWakes } from './askForWakes'
import { createTending, type TendDeps } from './tendAbsent'
import { removeFolder } from './removeFolder'

const EVERY_MS = 30_000

/**
 * Sends for every agent of the tablet who has not unlocked it, and tends what is theirs, from whatever page is open: at
 * the door, or beside somebody else's work. For the page's whole life; when it goes out of sight, or the network does,
 * the browser is asked to wake the service worker in its place.
 */
export function sendWhileAway({ registry, log, ...tending }: TendDeps): void {
  const afterSending = createTending({ registry, log, ...tending })
  finishWipes({ registry, removeFolder }).catch(log)
  const deps = { ...createAbsentDeps(registry, checkByLibrary), afterSending }
  const running: { now: Promise<unknown> | undefined } = { now: undefined }
  const send = (): void => {
    running.now ??= sendForAbsent(deps)
      .catch(log)
      .finally(() => {
        running.now = undefined
      })
  }
  setInterval(send, EVERY_MS)
  onReturn(send)
  askForWakes()
  send()
}
