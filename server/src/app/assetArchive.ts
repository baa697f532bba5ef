import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '@onetrip/shared/lib/time'

/** In the data folder: hashed files of builds that were served before. */
export const ARCHIVE_FOLDER = 'assets-archive'

/** How long a page that a tablet keeps open, or its service worker keeps, may still ask for what came with it. */
const KEPT_MS = 180 * 24 * 60 * 60_000

/** The apps, by their folders in a build. */
const APPS = ['agent', 'staff', 'resident'] as const
export type AppFolder = (typeof APPS)[number]

/** Where an app's old assets lie: nothing else is there, no page and no service worker. */
export const archivedAssets = (archiveDir: string, app: AppFolder): string => join(archiveDir, app, 'assets')

/** Where the assets of an app lie in a build. */
export const builtAssets = (clientDir: string, app: AppFolder): string => join(clientDir, app, 'assets')

export type Keeping = { readonly clientDir: string; readonly archiveDir: string; readonly now: Instant }

/**
 * Keeps the assets of the build that is served, and forgets what no build has had for 180 days. A file's own time says
 * when a build last had it. Several processes may do it at once; what a crash left half copied is copied again. To be
 * done at the start and every day: a build that is served for a year is not old on the day after. [SYNC-R25]
 */
export async function keepAssets({ clientDir, archiveDir, now }: Keeping): Promise<void> {
  const halves = join(archiveDir, 'half')
  await mkdir(halves, { recursive: true })
  for (const app of APPS) {
    const [built, archive] = [builtAssets(clientDir, app), archivedAssets(archiveDir, app)]
    await mkdir(archive, { recursive: true })
    for (const name of await readNames(built)) {
      if (!isHashed(name)) continue
      // Processes of two machines may bear the same number.
      const half = join(halves, randomUUID())
      await keep({ from: join(built, name), half, to: join(archive, name) }, now)
    }
    await forget(archive, now)
  }
  await forgetOld(halves, now)
}

/** Vite puts the content's hash into a name, which then means one content for ever. A page is asked for each time. */
const isHashed = (name: string): boolean => /^[\w.-]+-[\w-]{8}[.]\w+$/.test(name) && !/[.]html?$/.test(name)

type Copy = { readonly from: string; readonly half: string; readonly to: string }

async function keep({ from, half, to }: Copy, now: Instant): Promise<void> {
  const [built, kept] = await Promise.all([stat(from), stat(to).catch(() => undefined)])
  if (kept?.size !== built.size) {
    await copyFile(from, half)
    await rename(half, to)
  }
  await utimes(to, new Date(now), new Date(now))
}

/** What is too old, and what is no asset at all. */
async function forget(archive: string, now: Instant): Promise<void> {
  const strays = (await readNames(archive)).filter((name) => !isHashed(name))
  for (const name of strays) await rm(join(archive, name), { force: true })
  await forgetOld(archive, now)
}

async function forgetOld(folder: string, now: Instant): Promise<void> {
  for (const name of await readNames(folder)) {
    const path = join(folder, name)
    // Another process may have been faster.
    const seenAtMs = (await stat(path).catch(() => undefined))?.mtimeMs
    if (seenAtMs !== undefined && Date.parse(now) - seenAtMs > KEPT_MS) await rm(path, { force: true })
  }
}

/** None, where there is no such folder: an app may not be built. */
async function readNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
