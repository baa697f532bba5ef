import type { Evidence, ExportedCase, ScanRow } from './evidence'
import { group } from './rows'

/** What the tablet says it handed in ↔ the server's SQL ↔ the files of its scans, by case and SHA-256. */
export function checkServer({ exported, tables, files }: Evidence): string[] {
  const operationsById = group(tables.operations, ({ opId }) => opId)
  const casesById = group(tables.cases, ({ caseId }) => caseId)
  const scansByCase = group(tables.scans, ({ caseId }) => caseId)
  const hashByName = new Map(files.map(({ name, sha256 }) => [name, sha256]))
  const arrived = ({ caseId, opId, receiptNumber }: ExportedCase): string[] => {
    const operations = operationsById.get(opId) ?? []
    const cases = casesById.get(caseId) ?? []
    const isOther = receiptNumber !== undefined && cases.some((row) => row.receiptNumber !== receiptNumber)
    return [
      ...(operations.length === 1 ? [] : [`operation ${opId} stands in the log ${operations.length} times`]),
      ...(operations.some((row) => row.status !== 'applied' || row.caseId !== caseId)
        ? [`operation ${opId} was not applied to case ${caseId}`]
        : []),
      ...(cases.length === 1 ? [] : [`case ${caseId} is there ${cases.length} times`]),
      ...(isOther ? [`case ${caseId} has another receipt number than ${receiptNumber}`] : []),
    ]
  }
  return [
    ...exported.flatMap((one) => [
      ...arrived(one),
      ...faultsOfScans(one, { stored: scansByCase.get(one.caseId) ?? [], hashByName }),
    ]),
    ...strangers({ exported, tables }),
  ]
}

type Stored = { readonly stored: readonly ScanRow[]; readonly hashByName: ReadonlyMap<string, string> }

function faultsOfScans({ caseId, scans, awaited = [] }: ExportedCase, { stored, hashByName }: Stored): string[] {
  const isThere = (scanId: string, hasArrived: boolean): boolean =>
    stored.some((row) => row.scanId === scanId && row.hasArrived === hasArrived)
  const named = new Set([...scans, ...awaited])
  return [
    ...[...new Set(scans)].flatMap((scan) => [
      ...(isThere(scan, true) ? [] : [`scan ${scan} of case ${caseId} has not arrived`]),
      ...faultsOfFile(scan, hashByName.get(scan)).map((fault) => `${fault}, of case ${caseId}`),
    ]),
    ...awaited
      .filter((scan) => !isThere(scan, false))
      .map((scan) => `scan ${scan} of case ${caseId} is not waited for`),
    ...stored
      .filter(({ scanId }) => !named.has(scanId))
      .map(({ scanId }) => `case ${caseId} has scan ${scanId}, which nobody attached`),
  ]
}

/** A scan is called by the SHA-256 of its bytes. */
export function faultsOfFile(scanId: string, sha256: string | undefined): string[] {
  if (sha256 === undefined) return [`scan ${scanId} is no file`]
  return sha256 === scanId ? [] : [`the file of scan ${scanId} has other bytes`]
}

/** Nothing stands there that no tablet took in. */
function strangers({ exported, tables }: Pick<Evidence, 'exported' | 'tables'>): string[] {
  const cases = new Set(exported.map(({ caseId }) => caseId))
  const operations = new Set(exported.map(({ opId }) => opId))
  return [
    ...tables.cases
      .filter(({ caseId }) => !cases.has(caseId))
      .map(({ caseId }) => `case ${caseId} was taken in by nobody`),
    ...tables.operations.filter(({ opId }) => !operations.has(opId)).map(({ opId }) => `operation ${opId} is nobody’s`),
  ]
}
