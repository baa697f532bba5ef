import { readdir } from 'node:fs/promises'
import type { AppliedMigration } from '../../db/backupFacts'
import { Refusal } from './refusal'

/** Refuses a backup whose migrations are not the first of ours: its tables would not be those that we know. */
export async function assertKnownMigrations(theirs: readonly AppliedMigration[], migrationsDir: string): Promise<void> {
  const ours = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort()
  const stranger = theirs.find(({ name }, index) => name !== ours[index])
  if (stranger) throw differing(stranger.name)
}

/** Refuses one whose files bore the same names and said something else. `applied`: what ours came to in a database. */
export function assertSameMigrations(theirs: readonly AppliedMigration[], applied: readonly AppliedMigration[]): void {
  const stranger = theirs.find(({ sha256 }, index) => sha256 !== applied[index]?.sha256)
  if (stranger) throw differing(stranger.name)
}

const differing = (name: string): Refusal =>
  new Refusal(
    `The backup's database has had ${name}, which is not in this version: restore it with the version that made it, then update.`,
  )
