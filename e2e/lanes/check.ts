// The outside checker: shares no code with the product, knows only what lies on disks and in tables, and joins it.
// What the tablet took in ↔ operations, cases and scans of the database ↔ the files ↔ what the department was told.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** A line of a tablet's own list: the case, the operation that handed it in, and the SHA-256 of each page. */
export type Line = {
  readonly caseId: string
  readonly opId: string
  readonly scans: readonly string[]
  /** Pages that its words name and that the tablet has not sent. */
  readonly awaited?: readonly string[]
}

export type Evidence = {
  readonly lines: readonly Line[]
  readonly databaseUrl: string
  /** The house's data folder. */
  readonly dataDir: string
}

export type Verdict = { readonly cases: number; readonly scans: number; readonly faults: readonly string[] }

/** Every fault in words; none means that all was kept, once, byte for byte. */
export async function checkOutside({ lines, databaseUrl, dataDir }: Evidence): Promise<Verdict> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const tables = await readTables(client)
    const files = hashFiles(join(dataDir, 'scans'))
    const faults = [
      ...lines.flatMap((line) => faultsOf(line, tables, files)),
      ...strangers(lines, tables),
      ...faultsOfDepartment(dataDir, tables),
    ]
    return { cases: lines.length, scans: lines.reduce((total, line) => total + line.scans.length, 0), faults }
  } finally {
    await client.end()
  }
}

type OperationRow = { readonly op_id: string; readonly case_id: string; readonly status: string }
type ScanRow = { readonly case_id: string; readonly scan_id: string; readonly arrived_at: unknown }
type Tables = {
  readonly operationsById: ReadonlyMap<string, readonly OperationRow[]>
  readonly cases: ReadonlySet<string>
  readonly scansByCase: ReadonlyMap<string, readonly ScanRow[]>
  readonly tasks: ReadonlySet<string>
}

async function readTables(client: pg.Client): Promise<Tables> {
  const operations = await client.query<OperationRow>(
    `select op_id, case_id, outcome->>'status' as status from operation where kind = 'case.submit'`,
  )
  const cases = await client.query<{ case_id: string }>('select case_id from cases')
  const scans = await client.query<ScanRow>('select case_id, scan_id, arrived_at from scan')
  const tasks = await client.query<{ task_id: string }>('select task_id from task')
  return {
    operationsById: group(operations.rows, (row) => row.op_id),
    cases: new Set(cases.rows.map((row) => row.case_id)),
    scansByCase: group(scans.rows, (row) => row.case_id),
    tasks: new Set(tasks.rows.map((row) => row.task_id)),
  }
}

function group<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const known = groups.get(keyOf(row))
    if (known) known.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** Every file of the store by the hash of what is in it, whatever it is called. */
function hashFiles(folder: string): ReadonlySet<string> {
  const hashes = new Set<string>()
  if (!existsSync(folder)) return hashes
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    hashes.add(
      createHash('sha256')
        .update(readFileSync(join(entry.parentPath, entry.name)))
        .digest('hex'),
    )
  }
  return hashes
}

function faultsOf({ caseId, opId, scans, awaited = [] }: Line, tables: Tables, files: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const applied = tables.operationsById.get(opId) ?? []
  if (applied.length !== 1) faults.push(`operation ${opId} stands in the log ${applied.length} times`)
  if (applied.some(({ status, case_id }) => status !== 'applied' || case_id !== caseId))
    faults.push(`operation ${opId} was not applied to case ${caseId}`)
  if (!tables.cases.has(caseId)) faults.push(`case ${caseId} is lost`)
  const stored = tables.scansByCase.get(caseId) ?? []
  for (const scan of new Set(scans)) {
    if (!stored.some((row) => row.scan_id === scan && row.arrived_at !== null))
      faults.push(`scan ${scan} of case ${caseId} has not arrived`)
    if (!files.has(scan)) faults.push(`scan ${scan} of case ${caseId} is no file, or another`)
  }
  for (const scan of awaited) {
    if (!stored.some((row) => row.scan_id === scan && row.arrived_at === null))
      faults.push(`scan ${scan} of case ${caseId} is not waited for`)
  }
  for (const row of stored) {
    if (![...scans, ...awaited].includes(row.scan_id))
      faults.push(`case ${caseId} has scan ${row.scan_id}, which nobody attached`)
  }
  return faults
}

/** Nothing stands there that no tablet took in. */
function strangers(lines: readonly Line[], { cases, operationsById }: Tables): string[] {
  const known = new Set(lines.map(({ caseId }) => caseId))
  const ops = new Set(lines.map(({ opId }) => opId))
  return [
    ...[...cases].filter((caseId) => !known.has(caseId)).map((caseId) => `case ${caseId} was taken in by nobody`),
    ...[...operationsById.keys()].filter((opId) => !ops.has(opId)).map((opId) => `operation ${opId} is nobody’s`),
  ]
}

/** What the department wrote into its own book is about tasks that there are, each registered once. */
function faultsOfDepartment(dataDir: string, { tasks }: Tables): string[] {
  const path = join(dataDir, 'simulators', 'department', 'ledger.jsonl')
  if (!existsSync(path)) return []
  const entries = readFileSync(path, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as { kind: string; taskId: string })
  const registered = entries.filter(({ kind }) => kind === 'registered').map(({ taskId }) => taskId)
  return [
    ...entries
      .filter(({ taskId }) => !tasks.has(taskId))
      .map(({ taskId }) => `the department knows task ${taskId}, and nobody else`),
    ...registered
      .filter((taskId, nth) => registered.indexOf(taskId) !== nth)
      .map((taskId) => `task ${taskId} is registered twice`),
  ]
}
