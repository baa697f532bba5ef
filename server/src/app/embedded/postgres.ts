import { rm } from 'node:fs/promises'
import { findCluster, openCluster, saveCluster } from './cluster'
import type { Cluster, Opening } from './cluster'
import { findPostmaster, launchPostmaster, stopPostmaster } from './postmaster'
import type { Postmaster } from './postmaster'
import { watchUntilGone } from './process'
import { adminUrl, appUrl, assertDurable, ownerUrl, provision } from './provision'

/** A running PostgreSQL with its roles and its database, ready for the migrations. */
export type Postgres = {
  /** `adopted`: a postmaster left over from an earlier run was still alive. It is ours to stop all the same. */
  readonly how: 'started' | 'adopted'
  readonly pid: number
  readonly directory: string
  readonly appUrl: string
  readonly ownerUrl: string
  /** The superuser, at the database `postgres`. For tests; the product never uses it after the start. */
  readonly adminUrl: string
  /** Resolves when the postmaster has gone, for whatever reason. */
  readonly gone: Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts the embedded PostgreSQL of a data folder, makes what is missing, and adopts a postmaster that outlived its
 * parent. Not to be called twice at once for one folder: the callers hold the folder's process list.
 */
export async function startPostgres(opening: Opening): Promise<Postgres> {
  const cluster = await openCluster(opening)
  const adopted = await findPostmaster(cluster)
  const postmaster = adopted ?? (await launchPostmaster(cluster, opening))
  try {
    return await describe(cluster, opening, { ...postmaster, how: adopted ? 'adopted' : 'started' })
  } catch (error) {
    await stopPostmaster(postmaster.pid)
    throw error
  }
}

/** Stops what still runs on the data folder's cluster and deletes the cluster, wherever it lies. */
export async function deletePostgres(dataDir: string): Promise<void> {
  const cluster = await findCluster(dataDir)
  if (!cluster) return
  const postmaster = await findPostmaster(cluster)
  if (postmaster) await stopPostmaster(postmaster.pid)
  await rm(cluster.directory, { recursive: true, force: true })
}

type Running = Postmaster & Pick<Postgres, 'how'>

async function describe(found: Cluster, { dataDir, durability }: Opening, running: Running): Promise<Postgres> {
  const { pid, port, how } = running
  const cluster = { ...found, port }
  if (port !== found.port) await saveCluster(dataDir, cluster)
  await provision(cluster)
  if (durability === 'full') await assertDurable(cluster)
  return {
    how,
    pid,
    directory: cluster.directory,
    appUrl: appUrl(cluster),
    ownerUrl: ownerUrl(cluster),
    adminUrl: adminUrl(cluster),
    gone: watchUntilGone(pid),
    stop: () => stopPostmaster(pid),
  }
}
