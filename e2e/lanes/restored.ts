// The drill: a house is carried away while it works, goes on, and is lost; it comes back in another folder by the commands
// that a person would type. What it took in after the backup comes from the tablet, once and byte for byte.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startSystem, type System } from '../../.scripts/system.mjs'
import { houseAt, isOurs, nameDataFolder, notTried, type LaneReport, type LaneStart } from './lane'
import { openNodeTablet } from './nodeTablet'
import {
  agentOf,
  decideWhatIsThere,
  DEPARTMENTS,
  judge,
  OURS,
  sendOneHome,
  sendUntilAllThere,
  tellJoined,
} from './rounds'

/** `count`: how many applications before the backup, and how many after it. */
export async function restored(given: LaneStart): Promise<LaneReport> {
  const [lost, back, kept] = [await nameDataFolder(), await nameDataFolder(), join(given.folder, 'kept')]
  const house: { system: System } = { system: await startSystem(houseAt(lost)) }
  try {
    if (!isOurs(house.system))
      return notTried('A database of your own is backed up by hand here: docs/backup.md says how.')
    return await Promise.race([rehearse({ ...given, house, back, kept }), given.interruption])
  } finally {
    await house.system.stop()
    for (const folder of [lost, back]) await rm(folder, { recursive: true, force: true })
  }
}

type Rehearsal = LaneStart & { readonly house: { system: System }; readonly back: string; readonly kept: string }

async function rehearse({ house, back, kept, count, say }: Rehearsal): Promise<LaneReport> {
  const { dataDir, servers, sf, department } = house.system
  const [server] = servers
  if (!server) throw new Error('no server')
  const tablet = await openNodeTablet({ origin: server.url, signIn: agentOf(house.system) })
  for (let nth = 0; nth < count; nth += 1) await tablet.handIn(nth === 0 ? DEPARTMENTS : OURS)
  await sendUntilAllThere(tablet)
  await decideWhatIsThere(house.system)
  await sendOneHome(house.system, tablet)
  await runCommand('backup', kept, dataDir)
  say(`  ${tablet.takenIn.length} applications, backed up while the house works`)

  // What is decided outside after a backup is not brought back by anybody: only our own console has these.
  for (let nth = 0; nth < count; nth += 1) await tablet.handIn(OURS)
  await sendUntilAllThere(tablet)
  await tablet.handIn(OURS)
  await house.system.stop()
  await mkdir(back)
  await runCommand('restore', kept, back)
  // What no backup holds: the secrets, which are kept elsewhere, and the world outside, which was not lost.
  for (const name of ['demo-secrets.json', 'demo-sign-ins.json', 'simulators'])
    await cp(join(dataDir, name), join(back, name), { recursive: true })
  const ports = { server: server.port, sf: sf.port, department: department.port }
  house.system = await startSystem({ ...houseAt(back), ports })
  await sendUntilAllThere(tablet)
  say(`  restored into an empty folder; ${count + 1} more came from the tablet`)
  await Promise.all(house.system.servers.map((one) => one.stop()))
  const { counts, faults } = tellJoined(await judge(house.system, [tablet]))
  return { counts: `a house lost and restored, ${counts}`, faults }
}

/** As a person would: `npm run backup -- <folder>`. */
async function runCommand(name: 'backup' | 'restore', folder: string, dataDir: string): Promise<void> {
  const child = spawn(process.execPath, [join('.scripts', 'boot.mjs'), name, folder], {
    env: { ...process.env, ONETRIP_DATA: dataDir, INIT_CWD: process.cwd() },
    stdio: 'pipe',
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some: Buffer) => said.push(some))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`${name}: ${Buffer.concat(said).toString()}`)
}
