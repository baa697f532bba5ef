import { uuidv7 } from '@onetrip/shared/lib/ids'
import type { Backup } from './serverStore'
import type { ServerFiles } from './serverFiles'
import type { World } from './world'

type Kept = { readonly putBack: Backup; readonly files: ServerFiles }
export type Backups = Kept[]

const BACKUP_RATE = 0.02
const UPGRADE_RATE = 0.06
const ROOM_RATE = 0.1

/** What happens to the house as a whole now; undefined where nothing does. */
export async function moveHouse(world: World, backups: Backups): Promise<string | undefined> {
  const { chance, plan } = world
  if (backups.length === 0 || chance.isLucky(BACKUP_RATE)) {
    backups.push(await backUp(world))
    return 'the house is backed up'
  }
  if (plan.strikes('restored-from-backup')) return restore(world, chance.pick(backups.slice(-2)))
  return deployServer(world) ?? deployApp(world) ?? makeRoom(world)
}

export async function backUp({ store, server }: World): Promise<Kept> {
  const { uploads, scans } = server.files
  return { putBack: await store.backUp(), files: { uploads, scans } }
}

/** The server goes back to what it was then and begins a new epoch; now and then a scan did not come back with it. */
export async function restore(world: World, { putBack, files }: Kept): Promise<string> {
  const { chance, plan, server, line, halfLost, nowMs } = world
  const epoch = uuidv7(nowMs(), chance.bytes)
  await putBack(epoch)
  const scans = new Map(files.scans)
  const whole = [...scans.keys()].filter((scanId) => !halfLost.has(scanId))
  if (whole.length > 0 && plan.strikes('scan-lost-by-restore')) {
    const lost = chance.pick(whole)
    halfLost.add(lost)
    scans.delete(lost)
  }
  Object.assign(server.files, { uploads: files.uploads, scans })
  server.end()
  // No connection outlives the server that it led to.
  line.stragglers.length = 0
  world.restores += 1
  world.restoredEpoch = epoch
  return `the server is restored: epoch ${epoch}`
}

function deployServer({ deployment, chance, plan }: World): string | undefined {
  if (deployment.isServerOlder) {
    if (!chance.isLucky(UPGRADE_RATE)) return undefined
    deployment.isServerOlder = false
    return 'the server is upgraded'
  }
  if (!plan.strikes('older-server')) return undefined
  deployment.isServerOlder = true
  return 'an older server is deployed'
}

function deployApp({ deployment, chance, plan }: World): string | undefined {
  if (deployment.isAppOlder) {
    if (!chance.isLucky(UPGRADE_RATE)) return undefined
    deployment.isAppOlder = false
    return 'the app is upgraded'
  }
  if (!plan.strikes('older-app')) return undefined
  deployment.isAppOlder = true
  return 'an older app is on the tablets'
}

/** A disk fills up, and stays so until somebody clears something away. */
function makeRoom({ hardware, chance, plan }: World): string | undefined {
  const full = hardware.find(({ isFull }) => isFull)
  if (full) {
    if (!chance.isLucky(ROOM_RATE)) return undefined
    full.isFull = false
    return `${full.name} has room again`
  }
  if (!plan.strikes('disk-full')) return undefined
  const filling = chance.pick(hardware)
  filling.isFull = true
  return `${filling.name} is full`
}

/** From now on nothing goes wrong any more, and everywhere runs the newest version. */
export function heal({ plan, deployment, hardware }: World): void {
  plan.heal()
  Object.assign(deployment, { isServerOlder: false, isAppOlder: false })
  for (const tablet of hardware) tablet.isFull = false
}
