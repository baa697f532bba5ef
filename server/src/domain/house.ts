import type { Pool } from 'pg'
import type { DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import type { Clock } from '@onetrip/shared/lib/time'
import type { Passwords } from './access/passwords'
import type { Actor } from './actor'
import type { Sha256Hex } from './case/chainEvents'
import type { CatalogueReader } from './feed/readCatalogue'
import type { InspectScan, Lend, PartialUploads, ScanStore } from './files/files'
import type { ApplyContext } from './operations/applyOperations'
import type { StartJobs } from './operations/startJobs'
import type { OfficeKeys } from './recovery/officeKeys'
import type { Acknowledger } from './sync/acknowledger'
import type { Admission } from './sync/admission'
import type { EnvelopeOpener } from './sync/envelopes'
import type { PokeHub } from './sync/pokeHub'

/**
 * What a server process is made of: its database, its files, and everything that is handed in so that the rules
 * stay pure. `app/` makes one; a use case takes the part it needs. Holds no truth: two processes are one house.
 */
export type House = {
  readonly districtId: DistrictId
  readonly pool: Pool
  /** For whoever has not signed in: a few connections of their own, so that strangers keep nobody waiting who has. */
  readonly guestPool: Pool
  readonly clock: Clock
  readonly random: RandomBytes
  /** A UUIDv7 of now. */
  readonly newId: () => string
  readonly sha256Hex: Sha256Hex
  readonly passwords: Passwords
  readonly readCatalogue: CatalogueReader
  readonly startJobs: StartJobs
  readonly lend: Lend
  readonly uploads: PartialUploads
  readonly scans: ScanStore
  readonly inspectScan: InspectScan
  readonly acknowledger: Acknowledger
  readonly envelopes: EnvelopeOpener
  readonly officeKeys: OfficeKeys
  readonly pokes: PokeHub
  readonly admissions: Admissions
  /** Tells the log of a bug that must not stop the rest. The log shows nothing personal. */
  readonly report: (error: unknown) => void
  /** True in the demo: documents bear a void seal and say so. */
  readonly isDemo: boolean
}

/** What tablets ask of a house all at once when a line comes back, each with a limit of its own. */
export type Admissions = Readonly<Record<'sync.push' | 'sync.pull' | 'sync.pokes' | 'sync.append', Admission>>

/** What `applyOperations` is handed for one call: the house's parts, the actor, and the time that it is now. */
export function applyContextFor(house: House, actor: Actor): ApplyContext {
  const { newId, sha256Hex, readCatalogue, startJobs, isDemo } = house
  return { actor, now: house.clock(), newId, sha256Hex, readCatalogue, startJobs, isDemo }
}
