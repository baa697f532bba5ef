import { createHash, randomUUID, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, ScanPage, TaskFile } from './ledger'
import { signedHeaders } from './signing'

const TIMEOUT_MS = 15_000

export type OneTripOptions = {
  readonly baseUrl: string
  readonly departmentId: string
  readonly privateKey: KeyObject
  readonly scanFolder: string
  readonly nowMs: () => number
  /** Ends every call when the department closes. */
  readonly signal: AbortSignal
}

export type OneTrip = {
  /** The file set with every page on our disk and checked; undefined when there is no such task for us. */
  readonly pullFileSet: (taskId: string) => Promise<TaskFile | undefined>
  /** One try. Rejects when nobody answered; `isFinal` says whether the answer ends the trying. */
  readonly post: (eventId: string, body: string) => Promise<Answer & { readonly isFinal: boolean }>
}

/** The way to OneTrip: signed pulls and signed events. */
export function connectOneTrip(options: OneTripOptions): OneTrip {
  const { departmentId, privateKey: key, nowMs } = options
  mkdirSync(options.scanFolder, { recursive: true })

  const call = (path: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(path, options.baseUrl), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
  const pull = async (path: string): Promise<Response> => {
    const headers = signedHeaders(`get_${randomUUID()}`, `GET\n${path}\n`, { key, nowMs: nowMs() })
    return call(path, { headers })
  }

  const taskPath = (taskId: string): string => `/api/departments/${departmentId}/tasks/${taskId}`
  const pullScan = async (taskId: string, scan: ScanPage): Promise<void> => {
    const place = join(options.scanFolder, scan.scanId)
    if (existsSync(place)) return
    const response = await pull(`${taskPath(taskId)}/scans/${scan.scanId}`)
    if (response.status !== 200) throw new Error(`scan ${scan.scanId}: ${response.status}`)
    const bytes = Buffer.from(await response.arrayBuffer())
    if (createHash('sha256').update(bytes).digest('hex') !== scan.scanId || bytes.length !== scan.sizeBytes)
      throw new Error(`scan ${scan.scanId}: other bytes came`)
    writeFileSync(`${place}.part`, bytes)
    renameSync(`${place}.part`, place)
  }

  return {
    pullFileSet: async (taskId) => {
      const response = await pull(taskPath(taskId))
      if (response.status === 404) return undefined
      if (response.status !== 200) throw new Error(`file set of ${taskId}: ${response.status}`)
      // OneTrip's word, by contract: docs/spec/department.md [DEPT-R12].
      const file = (await response.json()) as TaskFile
      for (const material of file.materials) for (const scan of material.scans) await pullScan(taskId, scan)
      return file
    },
    post: async (eventId, body) => {
      const headers = { ...signedHeaders(eventId, body, { key, nowMs: nowMs() }), 'content-type': 'application/json' }
      const response = await call(`/api/departments/${departmentId}/events`, { method: 'POST', headers, body })
      const { status: httpStatus } = response
      return { httpStatus, body: readJson(await response.text()), isFinal: FINAL.includes(httpStatus) }
    },
  }
}

/** Source: docs/spec/department.md [DEPT-R19]. */
const FINAL = [200, 404, 409, 413]

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
