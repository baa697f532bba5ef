import { faultsOfFile } from './checkServer'
import type { DepartmentEvent, Evidence, PulledFile, Registration, TaskRow } from './evidence'
import { repeated } from './rows'

/** What a task may have come to once the server has said that it took the department's result. */
const AFTER_ISSUE = ['issued', 'closed']

/** The department's register ↔ the tasks of the SQL ↔ what the tablet took in, by case and SHA-256. */
export function checkDepartment(evidence: Evidence): string[] {
  const { tables, department } = evidence
  const taskById = new Map(tables.tasks.map((task) => [task.taskId, task]))
  return [
    ...faultsOfRegister(evidence, taskById),
    ...department.pulled.flatMap((file) => faultsOfPulled(evidence, file)),
    ...faultsOfFiles(evidence),
    ...faultsOfResults(evidence, taskById),
  ]
}

/** Each task once; a task is one item of one case that a tablet took in. */
function faultsOfRegister(
  { exported, tables, department: { registered, pulled, events } }: Evidence,
  taskById: ReadonlyMap<string, TaskRow>,
): string[] {
  const isExported = new Set(exported.map(({ caseId }) => caseId))
  const receiptByCase = new Map(tables.cases.map(({ caseId, receiptNumber }) => [caseId, receiptNumber]))
  const isSame = ({ taskId, caseId, departmentId, receiptNumber }: Registration): boolean => {
    const task = taskById.get(taskId)
    if (task?.caseId !== caseId || task.departmentId !== departmentId) return false
    return receiptByCase.get(caseId) === receiptNumber
  }
  const known = new Set(registered.map(({ taskId }) => taskId))
  const items = [
    ...new Map(registered.map((one) => [one.taskId, `item ${one.itemCode} of case ${one.caseId}`])).values(),
  ]
  return [
    ...repeated(registered.map(({ taskId }) => taskId)).map((taskId) => `task ${taskId} is registered twice`),
    ...repeated(items).map((item) => `the department has ${item} as two tasks`),
    ...registered
      .filter(({ caseId }) => !isExported.has(caseId))
      .map(({ caseId }) => `the department knows case ${caseId}, which no tablet took in`),
    ...registered
      .filter((one) => !isSame(one))
      .map(({ taskId, caseId }) => `the department has task ${taskId} for case ${caseId}, the server has not`),
    ...tables.tasks
      .filter(({ taskId, isRegistered }) => isRegistered && !known.has(taskId))
      .map(({ taskId }) => `task ${taskId} is registered, and its department has no such task`),
    ...[...new Set([...pulled, ...events].map(({ taskId }) => taskId))]
      .filter((taskId) => !known.has(taskId))
      .map((taskId) => `the department works on task ${taskId}, which it never registered`),
  ]
}

/** The pages in a pulled file are those of that very case, and lie at the department byte for byte. */
function faultsOfPulled({ exported, department }: Evidence, { taskId, caseId, scans }: PulledFile): string[] {
  const registration = department.registered.find((one) => one.taskId === taskId)
  const own = new Set(exported.find((one) => one.caseId === caseId)?.scans)
  const hashByName = new Map(department.files.map(({ name, sha256 }) => [name, sha256]))
  return [
    ...(registration && registration.caseId !== caseId ? [`task ${taskId} was told and pulled as two cases`] : []),
    ...scans
      .filter((scan) => !own.has(scan))
      .map((scan) => `the file of task ${taskId} has scan ${scan}, which is not of case ${caseId}`),
    ...scans.flatMap((scan) => faultsOfFile(scan, hashByName.get(scan))).map((fault) => `at the department, ${fault}`),
  ]
}

/** The department holds nobody’s pages but those of its cases. One that is being pulled stands in no file set yet. */
function faultsOfFiles({ exported, department: { registered, files } }: Evidence): string[] {
  const cases = new Set(registered.map(({ caseId }) => caseId))
  const own = new Set(exported.filter(({ caseId }) => cases.has(caseId)).flatMap(({ scans }) => scans))
  return files
    .filter(({ name }) => !own.has(name))
    .map(({ name }) => `the department holds scan ${name}, of none of its cases`)
}

/** What the server said it took of the department stands there; what stands there the department has told. */
function faultsOfResults(
  { tables, department: { registered, events } }: Evidence,
  taskById: ReadonlyMap<string, TaskRow>,
): string[] {
  const isIssue = ({ act }: DepartmentEvent): boolean => act === 'issue'
  const issued = new Set(events.filter(isIssue).map(({ taskId }) => taskId))
  const own = new Set(registered.map(({ taskId }) => taskId))
  const taken = events.filter((event) => isIssue(event) && event.answer === 'applied').map(({ taskId }) => taskId)
  return [
    ...repeated(taken).map((taskId) => `the result of task ${taskId} was taken twice`),
    ...[...new Set(taken)]
      .filter((taskId) => !AFTER_ISSUE.includes(taskById.get(taskId)?.status ?? ''))
      .map((taskId) => `the result of task ${taskId} was taken, and is lost`),
    ...tables.tasks
      .filter(({ taskId, status }) => own.has(taskId) && status === 'issued' && !issued.has(taskId))
      .map(({ taskId }) => `task ${taskId} is issued, and its department issued nothing`),
  ]
}
