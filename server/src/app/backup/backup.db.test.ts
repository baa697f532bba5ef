import { stat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { DeviceId, stationFeed, StationId, type CaseId } from '@onetrip/shared/lib/ids'
import { takeIn } from '../../../test/caseFixture'
import { callerFor, type TestHouse, TEST_SESSION } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { openOutside } from '../../../test/outside'
import { readCaseEvents } from '../../db/track'
import { inTransaction } from '../../db/transaction'
import { NO_EVENT_HASH } from '../../domain/case/chainEvents'
import type { House } from '../../domain/house'
import { registerDevice } from '../../domain/access/registerDevice'
import { listDevices } from '../../domain/device/listDevices'
import { mintCode } from '../../domain/device/mintCode'
import { startWorkers } from '../../jobs/startWorkers'
import { newId, sha256Hex } from '../parts'
import { dump, fill, houseOver, listFiles, openBackupScene, type Rows } from './backupScene'

/** What a restore changes on purpose. */
const CHANGED = ['server_epoch', 'session', 'attempt']
const NO_TABLET = '"registered_by": "00000000-0000-0000-0000-000000000000"'

const without = (rows: Rows): Rows =>
  Object.fromEntries(
    Object.entries(rows)
      .filter(([name]) => !CHANGED.includes(name))
      .map(([name, all]) => [name, all.filter((row) => !row.includes(NO_TABLET))]),
  )

describe('a house that was backed up and restored', () => {
  it('has every row and every file that it had, but nobody signed in', async () => {
    await using scene = await openBackupScene()
    const { test, target } = scene
    await fill(test)
    const before = await dump(test.ownerPool)
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([
      ['inbound_message', []],
      ['recovery_request', []],
    ])
    expect((await scene.backUp()).lost).toEqual([])
    await scene.restore()

    const after = await dump(target.ownerPool)
    expect(without(after)).toEqual(without(before))
    expect([after.session, after.attempt]).toEqual([[], []])
    expect(after.server_epoch).toHaveLength(1)
    expect(after.server_epoch).not.toEqual(before.server_epoch)
    const namesIn = async (dataDir: string) =>
      (await Promise.all(['scans', 'documents'].map((name) => listFiles(join(dataDir, name)))))
        .flat()
        .map((path) => path.slice(dataDir.length))
        .sort()
    expect(await namesIn(target.dataDir)).toEqual(await namesIn(test.dataDir))
    expect((await namesIn(target.dataDir)).length).toBeGreaterThan(12)
  })

  it('[CASE-R12] has whole chains of events', async () => {
    await using scene = await openBackupScene()
    await fill(scene.test)
    await scene.backUp()
    await scene.restore()
    expect(await judgeChains(await houseOver(scene.test, scene.target))).toEqual({ whole: 4, broken: 0 })
    await scene.target.ownerPool.query(`update case_event set at = at + interval '1 ms' where kind = 'issued'`)
    expect(await judgeChains(await houseOver(scene.test, scene.target))).toEqual({ whole: 3, broken: 1 })
  })

  it('[SYNC-R8] tells a tablet with a cursor of before that another epoch has begun', async () => {
    await using scene = await openBackupScene()
    const { test } = scene
    await takeIn(test)
    await scene.backUp()
    await takeIn(test)
    const feed = stationFeed(StationId.parse(test.actors.agent.unitId))
    const pullFrom = (house: House, seq: number) =>
      callerFor(house, test.actors.agent).sync.pull({ cursors: { [feed]: seq }, limit: 100 })
    const last = await pullFrom(test.house, 0)
    await scene.restore()
    const { house } = await houseOver(test, scene.target)
    const answer = await pullFrom(house, last.cursors[feed] ?? 0)
    expect(answer.epoch).not.toBe(last.epoch)
    // Beyond the restored feed's head: read anew from its start.
    expect(answer.changes).toHaveLength(1)
    expect((await pullFrom(house, 0)).epoch).toBe(answer.epoch)
  })

  it('[SYNC-R7] applies once what it lost, and gives what it kept its first answer', async () => {
    await using scene = await openBackupScene()
    const { test } = scene
    const { actors, devices } = test
    const [kept, lost] = [(await makeSubmit(test)).op, (await makeSubmit(test)).op]
    await push(test.house, actors.agent, [frameOf(kept, devices.agent, 1)])
    const logged = (await dump(test.ownerPool)).operation ?? []
    await scene.backUp()
    expect((await push(test.house, actors.agent, [frameOf(lost, devices.agent, 2)])).outcomes).toMatchObject([
      { status: 'applied' },
    ])
    await scene.restore()
    test.pass(3_600_000)
    const { house } = await houseOver(test, scene.target)
    const again = await push(house, actors.agent, [frameOf(kept, devices.agent, 1)])
    // The signature under it names the new epoch; what it says is what was said first.
    expect(again.outcomes).toMatchObject([{ status: 'applied', opId: kept.opId, revision: 1 }])
    expect((await dump(scene.target.ownerPool)).operation).toEqual(logged)
    const anew = await push(house, actors.agent, [frameOf(lost, devices.agent, 2)])
    expect(anew.outcomes).toMatchObject([{ status: 'applied', opId: lost.opId }])
    expect((await push(house, actors.agent, [frameOf(lost, devices.agent, 2)])).outcomes).toEqual(anew.outcomes)
    const rows = await dump(scene.target.ownerPool)
    expect([rows.cases?.length, rows.operation?.length]).toEqual([2, 2])
    expect(rows.operation).toEqual(expect.arrayContaining([...logged]))
  })

  it('gives a tablet that came since the backup no number that another may have', async () => {
    await using scene = await openBackupScene()
    const { test } = scene
    await scene.backUp()
    const deviceId = DeviceId.parse(newId())
    const tablet = { deviceId, code: test.signIns.agent.registrationCode, address: '127.0.0.1', session: TEST_SESSION }
    const since = await registerDevice(test.house, test.actors.agent, tablet)
    await scene.restore()
    const { house } = await houseOver(test, scene.target)
    const anew = await registerDevice(house, test.actors.agent, tablet)
    expect([since, anew]).toMatchObject([{ value: { deviceNumber: 2 } }, { value: { deviceNumber: 102 } }])
    const known = await registerDevice(house, test.actors.agent, { ...tablet, deviceId: test.devices.agent })
    expect(known).toMatchObject({ ok: true, value: { deviceNumber: 1 } })
  })

  it('[SYNC-R17] lets nobody in with a code of before, and lists no tablet for the numbers that it skips', async () => {
    await using scene = await openBackupScene()
    const { test } = scene
    const stationId = StationId.parse(test.actors.agent.unitId)
    const minted = await mintCode(test.house, test.actors.admin, stationId)
    if (minted.status !== 'minted') throw new Error(minted.status)
    await scene.backUp()
    await scene.restore()
    const { house } = await houseOver(test, scene.target)
    const tablet = { deviceId: DeviceId.parse(newId()), code: minted.code, address: '127.0.0.1', session: TEST_SESSION }
    expect(await registerDevice(house, test.actors.agent, tablet)).toEqual({
      ok: true,
      value: { status: 'wrong-code' },
    })
    const { devices, openCodes } = await listDevices(house, test.actors.admin)
    expect(devices.map(({ deviceId }) => deviceId).sort()).toEqual(Object.values(test.devices).sort())
    expect(openCodes).toEqual([])
  })

  it('goes on with what was under way: prints, books and announces without the jobs of before', async () => {
    await using scene = await openBackupScene()
    await fill(scene.test)
    await scene.backUp()
    await scene.restore()
    expect(scene.said).toContain('2 jobs begun anew')

    const heard: string[] = []
    const restored = await houseOver(scene.test, scene.target)
    await using outside = await openOutside(restored, {
      announce: async ({ messageId }) => {
        heard.push(messageId)
        return { status: 'registered', registrationNumber: 'R-1' }
      },
    })
    const workers = await startWorkers(outside.deps)
    const left = async () => {
      const { rows } = await scene.target.ownerPool.query<Record<string, number>>(
        `select (select count(*)::int from document where file_sha256 is null) as unprinted,
                (select count(*)::int from announcement where announced_at is null) as untold,
                (select count(*)::int from dispatch where state->>'status' = 'requested') as unbooked`,
      )
      return rows[0]
    }
    expect(await left()).toEqual({ unprinted: 1, untold: 1, unbooked: 1 })
    await vi.waitFor(async () => expect(await left()).toEqual({ unprinted: 0, untold: 0, unbooked: 0 }), {
      timeout: 15_000,
      interval: 100,
    })
    await workers.stop()
    expect(heard).toHaveLength(1)
    expect(scene.test.reports).toEqual([])
  })
})

describe('a backup', () => {
  it('is of one moment, whatever is written meanwhile', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    const before = await dump(scene.test.ownerPool)
    const writer = await scene.test.ownerPool.connect()
    await writer.query('begin; lock table scan in access exclusive mode')
    const made = scene.backUp()
    await vi.waitFor(() => expect(scene.said.join()).toContain('case_event: '), { timeout: 10_000 })
    // Tasks are read after scans: what is deleted now must be in the backup all the same.
    await writer.query('delete from task; commit')
    writer.release()
    await made
    await scene.restore()
    expect(without(await dump(scene.target.ownerPool))).toEqual(without(before))
  })

  it('has every scan that its rows name, also while more come in', async () => {
    await using scene = await openBackupScene()
    const takeInMany = async () => {
      for (let nth = 0; nth < 6; nth += 1) await takeIn(scene.test)
    }
    const [, { lost }] = await Promise.all([takeInMany(), scene.backUp()])
    expect(lost).toEqual([])
    await scene.restore()
    expect(await judgeChains(await houseOver(scene.test, scene.target))).toMatchObject({ broken: 0 })
  })

  it('copies only what the folder does not hold yet, and leaves the one before as it was', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    const first = await scene.backUp()
    const files = await listFiles(scene.folder)
    await takeIn(scene.test)
    await scene.backUp()
    expect(
      scene.said.filter((line) => line.includes('of them new')).map((line) => / (\d+) of them/.exec(line)?.[1]),
    ).toEqual(['4', '0'])
    expect(await listFiles(scene.folder)).toEqual(expect.arrayContaining(files))
    await scene.restore({ folder: first.backup })
    expect((await dump(scene.target.ownerPool)).cases).toHaveLength(1)
  })

  it('can be read by its owner alone', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    await scene.backUp()
    const entries = await readdir(scene.folder, { recursive: true })
    const modes = await Promise.all(
      entries.map(async (name) => {
        const found = await stat(join(scene.folder, name))
        return [name, found.isDirectory(), found.mode & 0o777] as const
      }),
    )
    expect(modes.length).toBeGreaterThan(30)
    expect(modes.filter(([, isFolder, mode]) => mode !== (isFolder ? 0o700 : 0o600))).toEqual([])
  })
})

/** In how many cases the events, each chained to the one before, come to the head that the case names. */
async function judgeChains({ house, ownerPool }: TestHouse): Promise<{ whole: number; broken: number }> {
  const { pool, districtId } = house
  const scope = { districtId, postId: 'test', role: 'test', unitId: districtId }
  const { rows } = await ownerPool.query<{ caseId: CaseId; head: string }>(
    `select case_id as "caseId", encode(event_head, 'hex') as head from cases`,
  )
  const judged = { whole: 0, broken: 0 }
  for (const { caseId, head } of rows) {
    const events = await inTransaction(pool, scope, (tx) => readCaseEvents(tx, districtId, { caseId }))
    const found = events.reduce(
      (last, { hash: _hash, ...event }) => sha256Hex(last + canonicalJson(event)),
      NO_EVENT_HASH,
    )
    judged[found === head ? 'whole' : 'broken'] += 1
  }
  return judged
}
