import { randomUUID } from 'node:crypto'
import { makeDeviceKey } from '@onetrip/client/device/makeDeviceKey'
import { newId, random, sha256Hex } from '@onetrip/server/app/parts'
import { addDevice } from '@onetrip/server/db/devices'
import { addPerson } from '@onetrip/server/db/people'
import { createPool } from '@onetrip/server/db/pool'
import { addSession } from '@onetrip/server/db/sessions'
import { inTransaction, type Tx } from '@onetrip/server/db/transaction'
import { hashToken, mintToken } from '@onetrip/server/domain/access/session'
import type { DistrictData } from '@onetrip/server/domain/catalogue/districtData'
import { DEMO_HELD_FROM } from '@onetrip/server/domain/prepare/demoPosts'
import { preparerOf } from '@onetrip/server/domain/prepare/prepareDistrict'
import { DeviceId, PostId, StationId } from '@onetrip/shared/lib/ids'
import { addMs, instantFromMs, type Instant } from '@onetrip/shared/lib/time'

/** A tablet as it comes out of its box: its agent's post at a station, a session, and a device that has a key. */
export type Enrolled = {
  readonly stationId: StationId
  readonly postId: PostId
  /** Of the session: what the browser keeps as its cookie. */
  readonly token: string
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  readonly signingKey: CryptoKey
}

export type Enrolment = {
  readonly ownerUrl: string
  readonly data: DistrictData
  /** How many tablets at each station, one after the other. */
  readonly perStation: readonly number[]
}

const SESSION_MS = 12 * 60 * 60_000

/**
 * Enrols them past the doors: each would cost a password, which is made to be slow, and a paper with a code. What is
 * written is what the doors would have written. Where there are more tablets than the district has stations for, it
 * gets some more.
 */
export async function enrolTablets({ ownerUrl, data, perStation }: Enrolment): Promise<Enrolled[]> {
  const pool = createPool(ownerUrl, { max: 2 })
  const { districtId } = data.district
  try {
    const enrolled: Enrolled[] = []
    for (const [nth, count] of perStation.entries()) {
      const ofStation = await inTransaction(pool, preparerOf(districtId), async (tx) => {
        const stationId = await findOrBuildStation(tx, data, nth)
        return enrolAt(tx, { districtId, stationId, count })
      })
      enrolled.push(...ofStation)
    }
    return enrolled
  } finally {
    await pool.end()
  }
}

async function findOrBuildStation(tx: Tx, { district, stations }: DistrictData, nth: number): Promise<StationId> {
  const known = stations[nth]
  if (known) return known.stationId
  const [sample] = stations
  const stationId = StationId.parse(`430102${900_000 + nth}`)
  const body = { ...sample, stationId, name: `样例 ${nth}` }
  await tx.execute('insert into station (district_id, station_id, body) values ($1, $2, $3)', [
    district.districtId,
    stationId,
    JSON.stringify(body),
  ])
  return stationId
}

type Station = Pick<DistrictData['district'], 'districtId'> & { readonly stationId: StationId; readonly count: number }

async function enrolAt(tx: Tx, { districtId, stationId, count }: Station): Promise<Enrolled[]> {
  const now = instantFromMs(Date.now())
  const enrolled: Enrolled[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const postId = PostId.parse(newId())
    const post = { postId, role: 'agent', unitId: stationId, heldFrom: DEMO_HELD_FROM } as const
    const loginName = `storm-${stationId}-${nth}`
    // Nobody signs in with it: no password has an empty hash.
    const person = { personId: randomUUID(), name: '样例', loginName, passwordHash: '', post }
    await addPerson(tx, districtId, person)
    const token = await beginSession(tx, { districtId, postId, now })
    const { signingKey, publicKey } = await makeDeviceKey()
    const deviceId = DeviceId.parse(newId())
    const device = { deviceId, stationId, postId, signingKey: Buffer.from(publicKey, 'base64'), registeredAt: now }
    const deviceNumber = await addDevice(tx, districtId, device)
    enrolled.push({ stationId, postId, token, deviceId, deviceNumber, signingKey })
  }
  return enrolled
}

type Beginning = Pick<Station, 'districtId'> & { readonly postId: PostId; readonly now: Instant }

async function beginSession(tx: Tx, { districtId, postId, now }: Beginning): Promise<string> {
  const token = mintToken(random)
  const tokenSha256 = hashToken(sha256Hex, token)
  const session = { tokenSha256, app: 'agent', postId, beganAt: now, expiresAt: addMs(now, SESSION_MS) } as const
  await addSession(tx, districtId, session)
  return token
}
