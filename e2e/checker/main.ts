// The outside checker, a program of its own that shares no code with the product: it reads what a tablet says it handed
// in, the server's SQL and scans, and the ledgers of department and courier, and joins them on case and SHA-256.
//
//   DATABASE_URL=postgres://… node checker.mjs --export <file> --scans <folder> --department <folder> --courier <folder>
//
// The house should be at rest meanwhile. Prints the verdict as JSON and ends with 0, or with 1 when there is a fault, or
// with 2 when it could not look.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkEvidence } from './checkEvidence'
import type { Evidence, ExportedCase } from './evidence'
import { hashFiles } from './hashFiles'
import { readCourier, readDepartment } from './readLedgers'
import { readTables } from './readTables'

const FAULTY = 1
const BLIND = 2

try {
  const verdict = checkEvidence(await readEvidence())
  console.log(JSON.stringify(verdict, null, 2))
  process.exitCode = verdict.faults.length === 0 ? 0 : FAULTY
} catch (error) {
  console.error(error)
  process.exitCode = BLIND
}

async function readEvidence(): Promise<Evidence> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { export: text, scans: text, department: text, courier: text } })
  const need = (name: keyof typeof values): string => values[name] ?? missing(`--${name}`)
  // Not among the words: they can be seen by everybody on the machine, and this one holds a password.
  const databaseUrl = process.env['DATABASE_URL'] ?? missing('DATABASE_URL')
  // The ledgers first: whatever stands in them, the server has known before.
  const department = readDepartment(need('department'))
  const orders = readCourier(need('courier'))
  return {
    // The form of the export: `evidence.ts`. What it lacks is missed when it is joined.
    exported: JSON.parse(readFileSync(need('export'), 'utf8')) as readonly ExportedCase[],
    department,
    orders,
    tables: await readTables(databaseUrl),
    files: hashFiles(need('scans')),
  }
}

function missing(name: string): never {
  throw new Error(`say ${name}`)
}
