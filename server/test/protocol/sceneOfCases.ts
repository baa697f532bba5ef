import { CorrectionId, OpId, TaskId, type CaseId } from '@onetrip/shared/lib/ids'
import { StandingAnswer, type StandingInput } from '@onetrip/shared/wire/device'
import { DEVICE_HEADER, PROOF_HEADER } from '@onetrip/shared/wire/protocol'
import { ADMIN, AGENT, arrive, codeOf, desk, OPEN_DEVICE, pull, REVIEWER, SEALED_DEVICE, signIn } from './acts'
import {
  aSubmit,
  deviceKey,
  headOf,
  pushFrom,
  recordedId,
  sendScan,
  sendWhole,
  smallPage,
  type Stage,
  type Submitted,
  type Tablet,
} from './stage'

export async function open(stage: Stage): Promise<void> {
  await signIn(stage, AGENT)
  await stage.ask('registers', {
    as: AGENT,
    path: 'session.registerDevice',
    json: { deviceId: OPEN_DEVICE, code: codeOf(stage, AGENT) },
  })
  await lifeOfCases(stage, { agent: AGENT, deviceId: OPEN_DEVICE, deviceNumber: 1 })
  await signIn(stage, REVIEWER)
  const cursors = { 'department:market-regulation': 0 }
  const as = REVIEWER
  await stage.ask('a desk pulls', { as, app: 'staff', path: 'sync.pull', query: { cursors, limit: 500 } })
}

export async function sealed(stage: Stage): Promise<void> {
  await lifeOfCases(stage, await registerSealed(stage))
  await signIn(stage, ADMIN)
  const revoke = { deviceId: SEALED_DEVICE, reason: '已报失' }
  await stage.ask('is revoked', { as: ADMIN, app: 'staff', path: 'device.revoke', json: revoke })
  await pull(stage, 'a revoked device pulls', { cursors: { catalogue: 0 }, device: SEALED_DEVICE })
}

/** A scan in one request: before any words name it, after they do, and once more when it is there. */
export async function oneRequest(stage: Stage): Promise<void> {
  const tablet = await registerSealed(stage)
  const { op, caseId, pages } = await aSubmit(stage, tablet, 1)
  const [page] = pages
  if (!page) throw new Error('a case has pages')
  await sendWhole(stage, tablet, caseId, page)
  await pushFrom(stage, tablet, { name: 'case.submit', ops: [op], deviceSeq: 1 })
  await sendWhole(stage, tablet, caseId, page)
  await sendWhole(stage, tablet, caseId, page)
}

/** A case that waits for all of its scans, and one of them that comes: what it waits for is told each time. */
export async function awaited(stage: Stage): Promise<void> {
  const tablet = await registerSealed(stage)
  const { op, caseId, pages } = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'case.submit', ops: [op], deviceSeq: 1 })
  const look = (name: string) => stage.ask(name, { as: AGENT, path: 'case.content', query: { caseId } })
  await look('case.content, nothing has arrived')
  const [page] = pages
  if (!page) throw new Error('a case has pages')
  await sendWhole(stage, tablet, caseId, page)
  await look('case.content, one has arrived')
}

/** Who asks after a case of which a page was exchanged is told what stands in its place. */
export async function exchanged(stage: Stage): Promise<void> {
  const caseId = await replace(stage, await registerSealed(stage))
  await stage.ask('case.content, a page was exchanged', { as: AGENT, path: 'case.content', query: { caseId } })
}

/** A tablet that nobody has unlocked asks how it stands, before it was called back and after. */
export async function stands(stage: Stage): Promise<void> {
  const { deviceId } = await registerSealed(stage)
  const report = { deviceId, appVersion: '1.0.0', unsentCount: 0, unsentBytes: 0, oldestUnsentAt: null }
  const headers = { [DEVICE_HEADER]: deviceId, [PROOF_HEADER]: stage.sealing(SEALED_DEVICE).proveStanding(report) }
  await stage.ask('asks how it stands', { as: 'nobody', path: 'sync.stand', json: report, headers })
  await signIn(stage, ADMIN)
  const revoke = { deviceId, reason: '已报失' }
  await stage.ask('is revoked', { as: ADMIN, app: 'staff', path: 'device.revoke', json: revoke })
  await stage.ask('asks again', { as: 'nobody', path: 'sync.stand', json: report, headers })
}

/** It is told the keys of the house, and from then on says that it knows them. */
export async function standsAndKnows(stage: Stage): Promise<void> {
  const { deviceId } = await registerSealed(stage)
  const report = { deviceId, appVersion: '1.0.0', unsentCount: 0, unsentBytes: 0, oldestUnsentAt: null }
  const ask = (name: string, said: StandingInput) =>
    stage.ask(name, {
      as: 'nobody',
      path: 'sync.stand',
      json: said,
      headers: { [DEVICE_HEADER]: deviceId, [PROOF_HEADER]: stage.sealing(SEALED_DEVICE).proveStanding(said) },
    })
  const { keysDigest } = StandingAnswer.parse(await ask('is told the keys', report))
  await ask('says that it knows them', { ...report, keysKnown: keysDigest })
}

/** Words packed with the second dictionary. */
export async function secondDictionary(stage: Stage): Promise<void> {
  const tablet = await registerSealed(stage)
  const { op } = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'case.submit', ops: [op], deviceSeq: 1 })
}

/** A tablet that has said how it is says within the next minute only whose it is. */
export async function asksAgain(stage: Stage): Promise<void> {
  const { deviceId } = await registerSealed(stage)
  const cursors = { catalogue: 0 }
  await pull(stage, 'with a report', { cursors, device: deviceId })
  const query = { cursors, limit: 5, deviceId }
  await stage.ask('with no more than its id', { as: AGENT, path: 'sync.pull', query })
}

async function registerSealed(stage: Stage): Promise<Tablet> {
  await signIn(stage, AGENT)
  const { publicKey } = deviceKey(stage.world)
  await stage.ask('registers', {
    as: AGENT,
    path: 'session.registerDevice',
    json: { deviceId: SEALED_DEVICE, publicKey, code: codeOf(stage, AGENT) },
  })
  return { agent: AGENT, deviceId: SEALED_DEVICE, deviceNumber: 1, sealing: stage.sealing(SEALED_DEVICE) }
}

/** Every kind of operation that a tablet sends, and all that happens around them. */
async function lifeOfCases(stage: Stage, tablet: Tablet): Promise<void> {
  await pull(stage, 'the first pull, without a report', { cursors: { catalogue: 0 } })
  const first = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'case.submit', ops: [first.op], deviceSeq: 1 })
  await pushFrom(stage, tablet, { name: 'the same again', ops: [first.op], deviceSeq: 1 })
  const [page, ...others] = first.pages
  if (page) await sendScan(stage, tablet, first.caseId, page)
  const taskId = TaskId.parse(stage.newId())
  await arrive(
    stage,
    first,
    others.map(({ bytes }) => bytes),
    [taskId],
  )
  const { revision } = await correct(stage, tablet, { first, taskId })
  await replace(stage, tablet)
  await settle(stage, tablet, { first, revision })
  await handOver(stage, tablet, { first, taskId })
  const cursors = { catalogue: 0, [`station:${stage.house.actorOf(AGENT).unitId}`]: 0 }
  await pull(stage, 'a pull with a report', { cursors, device: tablet.deviceId })
}

type Asked = { readonly first: Submitted; readonly taskId: TaskId }

async function correct(stage: Stage, tablet: Tablet, { first, taskId }: Asked): Promise<{ revision: number }> {
  const correctionId = CorrectionId.parse(stage.newId())
  const points = [{ at: { kind: 'field', fieldId: 'businessName' }, words: '名称与营业执照不一致' }]
  await desk(stage, first, {
    kind: 'task.require-correction',
    baseRevision: 1,
    payload: { taskId, correctionId, points },
  })
  const query = { caseId: first.caseId }
  const asked = await stage.ask('case.content', { as: AGENT, path: 'case.content', query })
  await stage.ask('case.content of none', { as: AGENT, path: 'case.content', query: { caseId: recordedId(8) } })
  // An answer that was recorded a moment ago, by us.
  const { revision } = asked as { revision: number }
  const op = {
    ...headOf(stage, tablet, first.caseId, OpId.parse(stage.newId())),
    baseRevision: revision,
    kind: 'case.correct',
    payload: { content: first.op.payload.content, answers: [correctionId], insisted: false },
  }
  await pushFrom(stage, tablet, { name: 'case.correct', ops: [op], deviceSeq: 2 })
  return { revision }
}

async function replace(stage: Stage, tablet: Tablet): Promise<CaseId> {
  const { op, caseId, pages } = await aSubmit(stage, tablet, 2)
  await pushFrom(stage, tablet, { name: 'a case that will wait for a page', ops: [op], deviceSeq: 3 })
  const better = await smallPage(99)
  const payload = { replaces: pages[0]?.ref.scanId, by: better.ref }
  const head = headOf(stage, tablet, caseId, OpId.parse(stage.newId()))
  const exchange = { ...head, baseRevision: 1, kind: 'case.replace-scan', payload }
  await pushFrom(stage, tablet, { name: 'case.replace-scan', ops: [exchange], deviceSeq: 4 })
  await sendScan(stage, tablet, caseId, better)
  return caseId
}

type Earlier = { readonly first: Submitted; readonly revision: number }

async function settle(stage: Stage, tablet: Tablet, { first, revision }: Earlier): Promise<void> {
  const taken = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'a receipt number twice', ops: [taken.op], deviceSeq: 5 })
  const newOp = () => OpId.parse(stage.newId())
  const givenUp = {
    ...headOf(stage, tablet, taken.caseId, newOp()),
    kind: 'case.settle',
    payload: { settles: taken.op.opId, how: { kind: 'given-up', because: '重复录入' } },
  }
  await pushFrom(stage, tablet, { name: 'case.settle, given up', ops: [givenUp], deviceSeq: 6 })
  const late = {
    ...headOf(stage, tablet, first.caseId, newOp()),
    baseRevision: revision - 1,
    kind: 'case.correct',
    payload: { content: first.op.payload.content, answers: [CorrectionId.parse(stage.newId())], insisted: false },
  }
  await pushFrom(stage, tablet, { name: 'a correction that comes late', ops: [late], deviceSeq: 7 })
  const superseded = {
    ...headOf(stage, tablet, first.caseId, newOp()),
    kind: 'case.settle',
    payload: { settles: late.opId, how: { kind: 'superseded', byOpId: newOp() } },
  }
  await pushFrom(stage, tablet, { name: 'case.settle, superseded', ops: [superseded], deviceSeq: 8 })
  const ofTomorrow = { ...headOf(stage, tablet, taken.caseId, newOp()), kind: 'case.dream', payload: {} }
  await pushFrom(stage, tablet, { name: 'a kind of tomorrow', ops: [ofTomorrow], deviceSeq: 9 })
  const fuller = { ...taken.op, opId: newOp(), payload: { ...taken.op.payload, ofTomorrow: true } }
  await pushFrom(stage, tablet, { name: 'a field of tomorrow', ops: [fuller], deviceSeq: 9 })
}

async function handOver(stage: Stage, tablet: Tablet, { first, taskId }: Asked): Promise<void> {
  const revision = { task: 3 }
  const decide = async (kind: string, payload: object): Promise<void> => {
    await desk(stage, first, { kind, baseRevision: revision.task, payload: { taskId, ...payload } })
    revision.task += 1
  }
  await decide('task.accept', {})
  await decide('task.approve', {})
  const document = { name: '食品经营许可证', number: 'JY24301020000001', issuedOn: stage.world.now.slice(0, 10) }
  await decide('task.issue', { document })
  const op = {
    ...headOf(stage, tablet, first.caseId, OpId.parse(stage.newId())),
    baseRevision: revision.task,
    kind: 'task.hand-over',
    payload: { taskId },
  }
  await pushFrom(stage, tablet, { name: 'task.hand-over', ops: [op], deviceSeq: 10 })
}
