import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CourierOrder, DepartmentBook, DepartmentEvent, PulledFile, Registration } from './evidence'
import { hashFiles } from './hashFiles'

/** A line of the department's ledger: as much of it as is joined. Its form: the simulator’s README and ledger. */
type DepartmentLine = { readonly taskId: string } & (
  | { readonly kind: 'registered'; readonly announcement: { readonly data: Registration } }
  | { readonly kind: 'pulled'; readonly file: PulledWords }
  | { readonly kind: 'event'; readonly eventId: string; readonly act: string }
  | { readonly kind: 'answered'; readonly eventId: string; readonly answer: { readonly body: unknown } }
  | { readonly kind: 'corrected' | 'not-there' }
)
type PulledWords = {
  readonly caseId: string
  readonly materials: readonly { readonly scans: readonly { readonly scanId: string }[] }[]
}

/** What a department wrote into its folder: `ledger.jsonl`, and `scans/`. */
export function readDepartment(folder: string): DepartmentBook {
  const lines = readLines(join(folder, 'ledger.jsonl')) as readonly DepartmentLine[]
  const answers = new Map(lines.flatMap((line) => (line.kind === 'answered' ? [[line.eventId, statusOf(line)]] : [])))
  return {
    registered: lines.flatMap((line): Registration[] =>
      line.kind === 'registered' ? [{ ...line.announcement.data, taskId: line.taskId }] : [],
    ),
    pulled: lines.flatMap((line): PulledFile[] =>
      line.kind === 'pulled' ? [{ taskId: line.taskId, caseId: line.file.caseId, scans: scansOf(line.file) }] : [],
    ),
    events: lines.flatMap((line): DepartmentEvent[] =>
      line.kind === 'event' ? [{ taskId: line.taskId, act: line.act, answer: answers.get(line.eventId) }] : [],
    ),
    files: hashFiles(join(folder, 'scans')),
  }
}

const scansOf = ({ materials }: PulledWords): string[] => [
  ...new Set(materials.flatMap(({ scans }) => scans.map(({ scanId }) => scanId))),
]

function statusOf({ answer: { body } }: Extract<DepartmentLine, { kind: 'answered' }>): string {
  return typeof body === 'object' && body !== null && 'status' in body ? String(body.status) : ''
}

/** A line of the courier's ledger. */
type CourierLine =
  | { readonly type: 'created'; readonly order: CourierOrder }
  | { readonly type: 'cancelled' | 'scanned' | 'screened'; readonly orderId: string }

/** Every order in a courier's `orders.jsonl`, as often as it was made. */
export function readCourier(folder: string): CourierOrder[] {
  const lines = readLines(join(folder, 'orders.jsonl')) as readonly CourierLine[]
  return lines.flatMap((line) => {
    if (line.type !== 'created') return []
    const { orderId, waybillNo } = line.order
    return [{ orderId, waybillNo }]
  })
}

/** Whole lines only: one that a crash tore was never answered for. */
function readLines(path: string): readonly unknown[] {
  if (!existsSync(path)) return []
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
