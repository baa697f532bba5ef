// First of all: Dexie looks for the browser's database once, when it is loaded, and a worker loads it once for all its tests.
import 'fake-indexeddb/auto'
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { onTestFinished } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { CaseId, CATALOGUE_FEED, stationFeed, StationId, TaskId, type FeedId } from '@onetrip/shared/lib/ids'
import type { FeedRow, StationCaseRow, TaskSummary } from '@onetrip/shared/wire/feedRow'
import { mergeChanges, putPages } from '../src/db/feedPages'
import { HOLD_DRAFT } from '../src/stores/draftHold'
import { INSTALLING, type Installing } from '../src/stores/installed'
import { KEEP_STORAGE } from '../src/stores/keptStorage'
import { LINE, type Line } from '../src/stores/mobileData'
import { SPACE, type SpaceEdges } from '../src/stores/space'
import { JOIN_SYNC } from '../src/stores/syncControl'
import { TABLET, type Tablet } from '../src/stores/tablet'
import { createToasts, TOASTS } from '../src/ui/toasts'
import { createWords } from '../src/words/createWords'
import { WORDS } from '../src/words/useWords'
import { aCatalogue, NOW } from './agentTablet'

const STATION = StationId.parse('430102009001')
const uuid = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** For tests: the catalogue as if it had been pulled. */
export async function plantCatalogue(tablet: Tablet, items: readonly ServiceItem[] = [anItem()]): Promise<void> {
  const { district, calendar, notices } = aCatalogue(items)
  await plantRows(tablet, CATALOGUE_FEED, [
    { kind: 'district', district },
    { kind: 'calendar', calendar },
    ...items.map((item): FeedRow => ({ kind: 'item', item })),
    ...notices.map((notice): FeedRow => ({ kind: 'notice', notice })),
  ])
}

/** For tests: cases of the station as if they had been pulled. */
export const plantCases = (tablet: Tablet, rows: readonly StationCaseRow[]): Promise<void> =>
  plantRows(tablet, stationFeed(STATION), rows)

async function plantRows({ store }: Tablet, feedId: FeedId, rows: readonly FeedRow[]): Promise<void> {
  const changes = rows.map((row, index) => ({
    feedId,
    entityId: row.kind === 'case' ? row.caseId : String(index),
    row,
    seq: index + 1,
  }))
  await putPages(store.db, await mergeChanges(store, changes, 'epoch'))
}

/** For tests: case `n` of the station, all scans arrived, with one task that was received. */
export function aStationCase(n: number, changes: Partial<StationCaseRow> = {}): StationCaseRow {
  const item = { itemCode: anItem().itemCode, version: 1 }
  return {
    kind: 'case',
    caseId: CaseId.parse(uuid(n)),
    stationId: STATION,
    revision: 1,
    receiptNumber: `R${n}`,
    applicantName: `申请人${n}`,
    items: [item],
    capacity: 'assist',
    collectedAt: NOW,
    scans: { arrived: 1, total: 1 },
    tasks: [aTaskOf(n)],
    dispatches: [],
    ...changes,
  }
}

/** For tests: the task of case `n`. */
export function aTaskOf(n: number, changes: Partial<TaskSummary> = {}): TaskSummary {
  const { itemCode, departmentId } = anItem()
  return {
    taskId: TaskId.parse(uuid(500_000 + n)),
    item: { itemCode, version: 1 },
    departmentId,
    revision: 1,
    state: { status: 'received', receivedAt: NOW },
    ...changes,
  }
}

const installed: Installing = {
  isInstalled: () => true,
  canOffer: () => false,
  offer: async () => undefined,
  onChange: () => undefined,
}
const roomy: SpaceEdges = {
  scratch: { write: async () => undefined, clear: async () => undefined },
  estimateLeft: async () => undefined,
  forgetCopies: async () => undefined,
}
const unknownLine: Line = { kind: () => 'unknown', onChange: () => () => undefined }

/** For tests: a page of the agent's app at an address, on this tablet. Every other address is an empty page. It goes with the test. */
export async function openTabletPage(
  tablet: Tablet,
  { page, path, at }: { readonly page: Component; readonly path: string; readonly at: string },
  edges: Record<symbol, unknown> = {},
): Promise<{ readonly page: VueWrapper; readonly router: Router }> {
  const routes = [
    { path, component: page, props: true },
    { path: '/:elsewhere(.*)', component: { template: '<h1>elsewhere</h1>' } },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(at)
  const wrapper = mount(RouterView, {
    attachTo: document.body,
    global: {
      plugins: [createPinia(), router],
      provide: {
        [TABLET]: tablet,
        [JOIN_SYNC]: () => ({ wake: () => undefined }),
        [KEEP_STORAGE]: { ask: async () => true, onInstalled: () => undefined },
        [HOLD_DRAFT]: async () => () => undefined,
        [WORDS]: createWords('Asia/Shanghai'),
        [TOASTS]: createToasts(),
        [INSTALLING]: installed,
        [SPACE]: roomy,
        [LINE]: unknownLine,
        ...edges,
      },
    },
  })
  onTestFinished(() => wrapper.unmount())
  return { page: wrapper, router }
}
