import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { CaseId, DistrictId, OpId } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Instant } from '@onetrip/shared/lib/time'
import { acknowledgedText } from '@onetrip/shared/wire/acknowledgement'
import { readEnded, readEndedOperations, type Ended, type EndedOperation } from '../db/ended'
import { KEEP_ENDED_DAYS } from '../db/forgetPlan'
import { createLive, lastOf, useLiveOf, type Live } from './live'
import { useTablet, type Tablet } from './tablet'

const DAY_MS = 86_400_000
const PAGE_LENGTH = 20

/** An ended thing with what its agent's copy says of it. */
export type Acknowledged = {
  readonly id: string
  readonly ended: Ended
  readonly at: Instant
  /** The operation as JSON; undefined for a scan, and where it cannot be opened. */
  readonly words: string | undefined
  /** What the server signed for this one thing, lower-case hex; undefined where it can no longer be worked out. */
  readonly digest: string | undefined
}

type Acknowledgements = {
  readonly state: ComputedRef<Live<unknown>['kind']>
  readonly total: ComputedRef<number>
  readonly shown: Readonly<ShallowRef<readonly Acknowledged[]>>
  readonly showMore: () => void
}

/** What left the queue in the last 30 days, newest first, a page more at each wish. Only what is shown is opened. */
export function useAcknowledgements(): Acknowledgements {
  const tablet = useTablet()
  const { store } = tablet
  const live = createLive(() => readEnded(store.db, tablet.nowMs() - KEEP_ENDED_DAYS * DAY_MS))
  onScopeDispose(live.follow())
  const limit = shallowRef(PAGE_LENGTH)
  const all = computed(() => lastOf(live.state.value) ?? [])
  const listed = computed(() => all.value.slice(0, limit.value))
  const operations = useLiveOf(
    () => listed.value.flatMap((one) => (one.kind === 'operation' ? [one.opId] : [])),
    (opIds) => readEndedOperations(store, opIds),
  )
  const shown = shallowRef<readonly Acknowledged[]>([])
  const newest = { run: 0 }
  watch(
    [listed, operations],
    async ([entries, known]) => {
      newest.run += 1
      const { run } = newest
      const byOpId = new Map((lastOf(known) ?? []).map((operation) => [operation.opId, operation]))
      const described = await Promise.all(entries.map((ended) => describe(tablet, ended, byOpId)))
      if (run === newest.run) shown.value = described
    },
    { immediate: true },
  )
  return {
    state: computed(() => live.state.value.kind),
    total: computed(() => all.value.length),
    shown,
    showMore: () => {
      limit.value += PAGE_LENGTH
    },
  }
}

async function describe(
  tablet: Tablet,
  ended: Ended,
  operations: ReadonlyMap<OpId, EndedOperation>,
): Promise<Acknowledged> {
  const operation = ended.kind === 'operation' ? operations.get(ended.opId) : undefined
  return {
    id: ended.kind === 'operation' ? ended.opId : `${ended.caseId} ${ended.scanId}`,
    ended,
    at: instantFromMs(ended.atMs),
    words: operation?.words,
    digest: await findDigest(tablet, ended, operation?.body),
  }
}

/** The digest by which this one thing stands in what was signed; undefined when it does not. */
export async function findDigest(
  { sha256Hex, me }: Pick<Tablet, 'sha256Hex'> & { readonly me: { readonly districtId: DistrictId } },
  ended: Ended,
  body: Uint8Array<ArrayBuffer> | undefined,
): Promise<string | undefined> {
  const { acknowledgement, caseId } = ended
  if (!acknowledgement) return undefined
  const about = await aboutOf(ended, body, sha256Hex)
  if (!about) return undefined
  const text = acknowledgedText({ ...about, caseId, districtId: me.districtId }, acknowledgement.at)
  const digest = await sha256Hex(new TextEncoder().encode(text))
  return acknowledgement.digests.includes(digest) ? digest : undefined
}

async function aboutOf(ended: Ended, body: Uint8Array<ArrayBuffer> | undefined, sha256Hex: Tablet['sha256Hex']) {
  if (ended.kind === 'scan') return { about: 'scan', scanId: ended.scanId } as const
  return body && ({ about: 'operation', opId: ended.opId, bodySha256: await sha256Hex(body) } as const)
}

/** Newest first stays newest first: what follows one another of one case stands under its title once. */
export function runsByCase(
  shown: readonly Acknowledged[],
): { readonly id: string; readonly caseId: CaseId; readonly acknowledged: readonly Acknowledged[] }[] {
  const runs: { id: string; caseId: CaseId; acknowledged: Acknowledged[] }[] = []
  for (const one of shown) {
    const last = runs.at(-1)
    if (last?.caseId === one.ended.caseId) last.acknowledged.push(one)
    else runs.push({ id: one.id, caseId: one.ended.caseId, acknowledged: [one] })
  }
  return runs
}
