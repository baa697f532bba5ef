import { findConnection, readLineKind } from '../../background/lineKind'
import { createScratch } from '../../db/scratch'
import { removeCopies } from '../../rescue/secondCopy'
import type { Installing } from '../../stores/installed'
import type { Line } from '../../stores/mobileData'
import type { SpaceEdges } from '../../stores/space'
import { openCopyFolder } from './copyFolder'

/** Not in TypeScript's list: only some browsers send it. */
type InstallOffer = Event & { readonly prompt: () => Promise<unknown> }

/** Listens from the start: the browser offers only once, and early. */
export function createInstalling(): Installing {
  const standalone = matchMedia('(display-mode: standalone)')
  const state: { offer: InstallOffer | undefined; hasInstalled: boolean } = { offer: undefined, hasInstalled: false }
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach((run) => run())
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    state.offer = event as InstallOffer
    tell()
  })
  addEventListener('appinstalled', () => {
    state.hasInstalled = true
    state.offer = undefined
    tell()
  })
  standalone.addEventListener('change', tell)
  return {
    // A page that was open in the browser stays there; the app stands on the tablet all the same.
    isInstalled: () => standalone.matches || state.hasInstalled,
    canOffer: () => state.offer !== undefined,
    offer: async () => {
      const { offer } = state
      // An offer can be taken up once.
      state.offer = undefined
      await offer?.prompt()
      tell()
    },
    onChange: (run) => listeners.add(run),
  }
}

/** The disk of one agent's tablet; `copies` is the name of the folder of second copies. */
export function createSpaceEdges(copies: string): SpaceEdges {
  return {
    forgetCopies: async (opIds) => {
      const folder = await openCopyFolder(copies)
      if (folder) await removeCopies(folder, opIds)
    },
    scratch: createScratch(),
    estimateLeft: async () => {
      const { quota, usage } = await navigator.storage.estimate()
      return quota === undefined || usage === undefined ? undefined : quota - usage
    },
  }
}

export function createLine(): Line {
  const connection = findConnection()
  return {
    kind: readLineKind,
    onChange: (run) => {
      connection?.addEventListener('change', run)
      return () => connection?.removeEventListener('change', run)
    },
  }
}
