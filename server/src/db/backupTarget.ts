import type { Client, QueryResultRow } from 'pg'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A schema without anything in it. While it is there, a restore has begun and has not ended. */
const MARK = 'onetrip_restore'

export async function isRestoreUnfinished(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>('select to_regnamespace($1) is not null as is', [MARK])
  return rows[0]?.is ?? false
}

export async function markUnfinished(client: Client): Promise<void> {
  await client.query(`create schema if not exists ${MARK}`)
}

export async function unmarkUnfinished(client: Client): Promise<void> {
  await client.query(`drop schema if exists ${MARK}`)
}

/** What the program's schema holds, whatever it is. */
export async function hasRelations(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f') limit 1`,
  )
  return rowCount !== 0
}

/** The transaction that the client is in, as the rest of the program knows one. */
export const txWithin = (client: Client): Tx => ({
  query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(text, [...values])).rows,
  execute: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
})

/**
 * Everybody signs in again. Since the backup people have signed out, lost a tablet, or left; a session of then would let
 * them in, and nobody would know. The counts of wrong tries are of hours long past, and could only lock out whoever now
 * comes to sign in.
 */
export async function endSessions(tx: Tx): Promise<void> {
  await tx.execute('delete from session')
  await tx.execute('delete from attempt')
}

/**
 * A code that was open then may have been used since, and a restored house would let another tablet in with it: none is
 * open any more. The demo's stay as they are.
 */
export async function closeCodes(tx: Tx, now: Instant): Promise<void> {
  await tx.execute(
    `update registration_code set expires_at = $1
      where used_at is null and called_back_at is null and expires_at > $1`,
    [now],
  )
}

/** More tablets than any station gets between two backups. */
const SKIPPED_NUMBERS = 100

/**
 * Tablets stay registered: receipts in people's hands bear their numbers. But numbers that were given out since the
 * backup are in use, too, and nobody here knows them; so each station goes on well above, from a row that is no tablet's.
 */
export async function skipDeviceNumbers(tx: Tx, now: Instant): Promise<void> {
  await tx.execute(
    `insert into device (district_id, device_id, station_id, device_number, registered_by, registered_at)
     select station.district_id, gen_random_uuid(), station.station_id, coalesce(max(device_number), 0) + $1,
            '00000000-0000-0000-0000-000000000000', $2
       from station left join device using (district_id, station_id)
      group by station.district_id, station.station_id`,
    [SKIPPED_NUMBERS, now],
  )
}
