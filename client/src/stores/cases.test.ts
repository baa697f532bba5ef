// Goal: a screen has the newest cases before all are read, and all of them once they are; and nothing twice. Method: the
// app's own store of cases, as a screen opens and closes it, over pages whose opening a test can hold back and count.
import { expect, it } from 'vitest'
import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { createCaseScreen } from '../../test/caseScreen'
import { aStationCase } from '../../test/tabletPage'
import { createDexieSyncStorage } from '../db/dexieSyncStorage'
import { LocalDatabase } from '../db/localDatabase'
import { clearCodec, type RecordCodec } from '../db/recordCodec'
import { clearSealer } from '../db/sealer'

const STATION = '430102009001'
const FEED = stationFeed(StationId.parse(STATION))
const CASES = 200

async function aStation(name: string) {
  const gate = { release: (): void => undefined, opened: 0 }
  const held = new Promise<void>((resolve) => (gate.release = resolve))
  const codec: RecordCodec = {
    ...clearCodec,
    open: async (place, record) => {
      if (place.table === 'feedPages') {
        gate.opened += 1
        await held
      }
      return clearCodec.open(place, record)
    },
  }
  const db = new LocalDatabase(`cases-${name}`)
  const write = (ns: readonly number[], applicantName: string): Promise<void> =>
    createDexieSyncStorage({ db, codec: clearCodec, sealer: clearSealer }).applyPull({
      epoch: 'e1',
      serverTime: instantFromMs(0),
      changes: ns.map((n) => {
        const row = aStationCase(n, { collectedAt: instantFromMs(n * 60_000), applicantName })
        return { feedId: FEED, entityId: `case:${row.caseId}`, seq: n, row }
      }),
      cursors: { [FEED]: 1 },
      hasMore: false,
      atMs: 1,
    })
  await write(
    Array.from({ length: CASES }, (_, n) => n),
    '先前',
  )
  return { gate, write, screen: createCaseScreen({ db, codec, sealer: clearSealer }, STATION) }
}

it('has the newest at once, while not one page was opened, and all of them after', async () => {
  const { gate, screen } = await aStation('early')
  const newest = await screen.open()
  expect(newest.length).toBeLessThan(CASES)
  expect(newest.length).toBeGreaterThanOrEqual(50)
  gate.release()
  const all = await screen.readAllAndClose()
  expect(all).toHaveLength(CASES)
  expect(newest).toEqual(all.slice(0, newest.length))
})

it('opens no page again for a screen that opens again, and after a change only the changed one', async () => {
  const { gate, write, screen } = await aStation('again')
  gate.release()
  await screen.open()
  const first = await screen.readAllAndClose()
  const pages = gate.opened
  expect(await screen.open()).toBe(first)
  expect(await screen.readAllAndClose()).toBe(first)
  expect(gate.opened).toBe(pages)
  await write([7], '后来')
  await screen.open()
  const second = await screen.readAllAndClose()
  expect(gate.opened).toBe(pages + 1)
  expect(second.find(({ receiptNumber }) => receiptNumber === 'R7')?.applicantName).toBe('后来')
})
