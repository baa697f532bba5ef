import { isDeepStrictEqual } from 'node:util'
import type { Pool } from 'pg'
import { dateIn } from '@onetrip/shared/lib/time'
import { migrate } from '../db/migrate'
import { createPool } from '../db/pool'
import { createPasswords, PASSWORD_COST } from '../domain/access/passwords'
import { describeFault, type DistrictData } from '../domain/catalogue/districtData'
import { readDistrict } from '../domain/catalogue/readDistrict'
import { saveDemoCodes, saveDemoPeople, withNewPeople, withRegistrationCodes } from '../domain/prepare/demoPeople'
import { prepareDistrict } from '../domain/prepare/prepareDistrict'
import { prepareJobs } from '../jobs/boss'
import { readDemoSignIns, writeDemoSignIns } from './demoSignIns'
import type { Settings } from './environment'
import { clockWith, newId, random, sha256Hex } from './parts'
import { inRoot } from './root'

/**
 * Makes the database ready for the servers: schema, jobs, district and, in the demo, people. Works as the owner of
 * the tables; a repeat changes nothing. Says what it did.
 */
export async function prepare(settings: Settings, ownerUrl: string, say: (line: string) => void): Promise<void> {
  const pool = createPool(ownerUrl, { max: 2 })
  try {
    for (const name of await migrate(pool, inRoot('server', 'migrations'))) say(`migrated: ${name}`)
    const data = await getDistrict()
    await prepareJobs(ownerUrl, data.district.timeZone)
    const now = clockWith(settings.clockOffsetMs)()
    const changed = await prepareDistrict(pool, data, { epoch: newId(), now })
    if (changed > 0) say(`published: ${changed} rows of the catalogue of ${data.district.name}`)
    if (settings.isDemo) await prepareDemo(settings, pool, data)
  } finally {
    await pool.end()
  }
}

async function getDistrict(): Promise<DistrictData> {
  const data = await readDistrict(inRoot('server', 'district'))
  if (data.ok) return data.value
  throw new Error(`the district's files have faults:\n${data.error.map(describeFault).join('\n')}`)
}

/** People first, the list last: without the list nobody knows the passwords, and the next run makes new ones. */
async function prepareDemo(settings: Settings, pool: Pool, data: DistrictData): Promise<void> {
  const kept = await readDemoSignIns(settings.dataDir)
  const now = clockWith(settings.clockOffsetMs)()
  const today = dateIn(data.district.timeZone, now)
  const signIns = withRegistrationCodes(withNewPeople(kept ?? [], { data, random, today }), random)
  const passwords = await createPasswords(PASSWORD_COST, random(32))
  await saveDemoPeople({ pool, data, passwords, newId }, signIns, { isNewList: kept === undefined })
  await saveDemoCodes({ pool, data, newId, sha256Hex, now }, signIns)
  if (!isDeepStrictEqual(kept, signIns)) await writeDemoSignIns(settings.dataDir, signIns)
}
