// Runs in Chromium: hands cases in, sends them, takes news in, and says how long it took. What crosses the line is
// counted outside.
import { createFeedReader } from '@onetrip/client/db/feedReader'
import { readMeta } from '@onetrip/client/db/meta'
import type { Lead } from '@onetrip/client/sync/lead'
import type { Tablet } from '@onetrip/client/stores/tablet'
import type { EngineReport } from '@onetrip/client/sync/runEngine'
import { CATALOGUE_FEED, stationFeed, StationId } from '@onetrip/shared/lib/ids'
import type { SampleCase } from '../sampleCase'
import { handInCase, type HandedIn, type Picture } from './handIn'
import { joinSyncOf, signInTablet, type Agent } from './benchTablet'

type State = {
  tablet: Tablet | undefined
  control: Lead | undefined
  picture: Picture | undefined
  onReport: (report: EngineReport) => void
}
const state: State = { tablet: undefined, control: undefined, picture: undefined, onReport: () => undefined }

export const syncPage = {
  signIn: async (agent: Agent): Promise<{ readonly stationId: string; readonly districtId: string }> => {
    const tablet = await signInTablet(agent)
    state.tablet = tablet
    return { stationId: tablet.me.unitId, districtId: tablet.me.districtId }
  },
  /** Pages from now on are copies of this. */
  usePicture: (picture: Picture): void => {
    state.picture = picture
  },
  handIn: async (count: number, sample: SampleCase, withScans: boolean): Promise<HandedIn> => {
    const total = { wordsBytes: 0, scanBytes: 0 }
    for (let nth = 0; nth < count; nth += 1) {
      const made = await handInCase(getTablet(), { sample, picture: withScans ? state.picture : undefined })
      total.wordsBytes += made.wordsBytes
      total.scanBytes += made.scanBytes
    }
    return total
  },
  /** Milliseconds until every word that waits is acknowledged. Scans may still be on their way. */
  sendWords: (deadlineMs: number): Promise<number> => runUntil(deadlineMs, areWordsSent),
  /** The same until all scans are, too. */
  sendAll: (deadlineMs: number): Promise<number> =>
    runUntil(deadlineMs, async () => (await areWordsSent()) && (await areScansSent())),
  /** Milliseconds until the feeds have been read to their end and are stored. */
  takeNews: (deadlineMs: number): Promise<number> => runUntil(deadlineMs, async (report) => report.kind === 'resting'),
  /** Stops sending, as when the app is closed; the next call begins anew. */
  leave: (): void => {
    state.control?.stop()
    state.control = undefined
  },
  /** How many rows of the station lie here and can be read, and how many of them bear the mark. */
  readStation: async (mark: string): Promise<{ readonly rows: number; readonly marked: number }> => {
    const { store, me } = getTablet()
    const { rows } = await createFeedReader(store, stationFeed(StationId.parse(me.unitId)))()
    const marked = [...rows.values()].filter((row) => row.kind === 'case' && row.applicantName === mark)
    return { rows: rows.size, marked: marked.length }
  },
  catalogueVersion: async (): Promise<number> =>
    (await readMeta(getTablet().store.db, 'sync'))?.cursors[CATALOGUE_FEED] ?? 0,
}
export type SyncPage = typeof syncPage

function getTablet(): Tablet {
  if (!state.tablet) throw new Error('nobody is signed in')
  return state.tablet
}

/** Joins the election at the first call, and wakes the leader at later ones. */
function runUntil(deadlineMs: number, isDone: (report: EngineReport) => Promise<boolean>): Promise<number> {
  return new Promise((resolve, reject) => {
    const fromMs = performance.now()
    const late = setTimeout(() => reject(new Error(`not done within ${deadlineMs} ms`)), deadlineMs)
    state.onReport = (report) => {
      // The tables are asked after the time was taken, so that asking costs nothing.
      const tookMs = performance.now() - fromMs
      isDone(report).then((done) => {
        if (!done) return
        clearTimeout(late)
        state.onReport = () => undefined
        resolve(tookMs)
      }, reject)
    }
    state.control?.wake()
    // What the app joins can also be left; only tests and this do.
    state.control ??= joinSyncOf(getTablet())((report) => state.onReport(report)) as Lead
  })
}

/** Counted by the index, state by state: all else would go through the records, and be seen in the figure. */
async function areWordsSent(): Promise<boolean> {
  const { outbox } = getTablet().store.db
  const left = (['waiting', 'parked'] as const).map((state) => outbox.where('state').equals(state).count())
  return (await Promise.all(left)).every((count) => count === 0)
}

async function areScansSent(): Promise<boolean> {
  const { uploads } = getTablet().store.db
  const left = (['waiting', 'blocked'] as const).map((state) => uploads.where('state').equals(state).count())
  return (await Promise.all(left)).every((count) => count === 0)
}

Object.assign(globalThis, { page: syncPage })
