// Asks the outside checker (e2e/checker), which is a process of its own and shares no code with the product: this side
// writes down what the tablets say, and where the rest lies.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Verdict } from '../checker/checkEvidence'
import type { ExportedCase } from '../checker/evidence'

export type { Verdict }

/** A line of a tablet's own list: the case, the operation that handed it in, and the SHA-256 of each page. */
export type Line = ExportedCase

export type Evidence = {
  readonly lines: readonly Line[]
  readonly databaseUrl: string
  /** The house's data folder; the export is written there, too. */
  readonly dataDir: string
}

/** Every fault in words; none means that all was kept, once, byte for byte. Throws when the checker could not look. */
export async function checkOutside({ lines, databaseUrl, dataDir }: Evidence): Promise<Verdict> {
  const exported = join(dataDir, 'export.json')
  writeFileSync(exported, JSON.stringify(lines))
  return runChecker(databaseUrl, {
    export: exported,
    scans: join(dataDir, 'scans'),
    department: join(dataDir, 'simulators', 'department'),
    courier: join(dataDir, 'simulators', 'sf'),
  })
}

async function runChecker(databaseUrl: string, places: Readonly<Record<string, string>>): Promise<Verdict> {
  const words = Object.entries(places).flatMap(([name, path]) => [`--${name}`, path])
  const program = join(process.cwd(), 'e2e', 'dist', 'checker.mjs')
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...words], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
  const { exitCode } = child
  if (exitCode !== 0 && exitCode !== 1)
    throw new Error(`the checker could not look: it ended with ${exitCode ?? 'a signal'}`)
  // e2e/checker/main.ts prints a verdict, and nothing else.
  const verdict = JSON.parse(said) as Verdict
  if ((exitCode === 0) !== (verdict.faults.length === 0)) throw new Error('the checker’s word and its exit code differ')
  return verdict
}
