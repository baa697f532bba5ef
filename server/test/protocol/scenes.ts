import { CorrectionId, DeviceId, OpId, TaskId, UploadId } from '@onetrip/shared/lib/ids'
import { encodeBundleStart } from '@onetrip/shared/wire/bundle'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import {
  DEVICE_HEADER,
  EPOCH_HEADER,
  OFFSET_HEADER,
  POST_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { aLockedVault } from './lockedVault'
import {
  aSubmit,
  deviceKey,
  headOf,
  pushFrom,
  recordedId,
  sendScan,
  sha256,
  smallPage,
  type Stage,
  type Submitted,
  type Tablet,
} from './stage'

const [AGENT, OTHER, REVIEWER, ADMIN] = ['agent', 'other-agent', 'reviewer', 'admin'] as const
const [OPEN_DEVICE, SEALED_DEVICE] = [DeviceId.parse(recordedId(1)), DeviceId.parse(recordedId(2))]

/** What is recorded, by name. Only ever added to; a scene that is recorded may be forgotten here, its file never. */
export const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'protocol-1/session': session,
  'protocol-1/open': open,
  'protocol-1/sealed': sealed,
  'protocol-1/rows': rows,
  'protocol-1/recovery': recovery,
  'protocol-1/refusals': refusals,
}

async function signIn(stage: Stage, as: string): Promise<void> {
  const person = stage.world.people.find(({ loginName }) => loginName === as)
  if (!person) throw new Error(`nobody is called ${as}`)
  const { loginName, password, role } = person
  const app = role === 'agent' ? 'agent' : 'staff'
  await stage.ask(`${as} signs in`, { as, app, path: 'session.signIn', json: { loginName, password } })
}

const codeOf = ({ world, house }: Stage, loginName: string): string =>
  world.registrationCodes[house.actorOf(loginName).unitId] ?? ''

async function session(stage: Stage): Promise<void> {
  const as = AGENT
  const { postId } = stage.house.actorOf(as)
  const register = (name: string, json: unknown) => stage.ask(name, { as, path: 'session.registerDevice', json })
  await stage.ask('nobody is signed in', { as, path: 'session.who' })
  await stage.ask('a wrong password', { as, path: 'session.signIn', json: { loginName: as, password: 'wrong' } })
  await signIn(stage, as)
  await stage.ask('who', { as, path: 'session.who', headers: { [POST_HEADER]: postId } })
  await stage.ask('another is asked for', { as, path: 'session.who', headers: { [POST_HEADER]: recordedId(9) } })
  await register('a device without a code', { deviceId: OPEN_DEVICE })
  await register('a device with a wrong code', { deviceId: OPEN_DEVICE, code: codeOf(stage, OTHER) })
  await register('a device without a key', { deviceId: OPEN_DEVICE, code: codeOf(stage, as) })
  await register('the same device again', { deviceId: OPEN_DEVICE })
  const { publicKey } = deviceKey(stage.world)
  await register('a device with a key', { deviceId: SEALED_DEVICE, publicKey, code: codeOf(stage, as) })
  await signIn(stage, OTHER)
  await stage.ask('an id of another’s', {
    as: OTHER,
    path: 'session.registerDevice',
    json: { deviceId: OPEN_DEVICE, code: codeOf(stage, OTHER) },
  })
  await stage.ask('the keys of the house', { as: 'nobody', path: 'sync.keys' })
  await stage.ask('signs out', { as, path: 'session.signOut', json: null })
}

async function open(stage: Stage): Promise<void> {
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

async function sealed(stage: Stage): Promise<void> {
  await signIn(stage, AGENT)
  const { publicKey } = deviceKey(stage.world)
  await stage.ask('registers', {
    as: AGENT,
    path: 'session.registerDevice',
    json: { deviceId: SEALED_DEVICE, publicKey, code: codeOf(stage, AGENT) },
  })
  const tablet = { agent: AGENT, deviceId: SEALED_DEVICE, deviceNumber: 1, sealing: stage.sealing(SEALED_DEVICE) }
  await lifeOfCases(stage, tablet)
  await signIn(stage, ADMIN)
  const revoke = { deviceId: SEALED_DEVICE, reason: '已报失' }
  await stage.ask('is revoked', { as: ADMIN, app: 'staff', path: 'device.revoke', json: revoke })
  await pull(stage, 'a revoked device pulls', { cursors: { catalogue: 0 }, device: SEALED_DEVICE })
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

async function arrive(stage: Stage, { caseId }: Submitted, scans: readonly Uint8Array[], taskIds: readonly string[]) {
  const arrived = scans.map((bytes) => Buffer.from(bytes).toString('base64'))
  await stage.do({ arrived, caseId, agent: AGENT, taskIds: [...taskIds] })
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

async function replace(stage: Stage, tablet: Tablet): Promise<void> {
  const { op, caseId, pages } = await aSubmit(stage, tablet, 2)
  await pushFrom(stage, tablet, { name: 'a case that will wait for a page', ops: [op], deviceSeq: 3 })
  const better = await smallPage(99)
  const payload = { replaces: pages[0]?.ref.scanId, by: better.ref }
  const head = headOf(stage, tablet, caseId, OpId.parse(stage.newId()))
  const exchange = { ...head, baseRevision: 1, kind: 'case.replace-scan', payload }
  await pushFrom(stage, tablet, { name: 'case.replace-scan', ops: [exchange], deviceSeq: 4 })
  await sendScan(stage, tablet, caseId, better)
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

type Act = { readonly kind: string; readonly baseRevision: number; readonly payload: object }

async function desk(stage: Stage, { caseId }: Submitted, act: Act): Promise<void> {
  const by = { agent: REVIEWER, deviceId: OPEN_DEVICE, deviceNumber: 0 }
  const operation = { ...headOf(stage, by, caseId, OpId.parse(stage.newId())), ...act }
  await stage.do({ desk: REVIEWER, operation })
}

/** A row of every kind, and tasks in each of the states that a pull can show. */
async function rows(stage: Stage): Promise<void> {
  await signIn(stage, AGENT)
  const device = { deviceId: OPEN_DEVICE, code: codeOf(stage, AGENT) }
  await stage.ask('registers', { as: AGENT, path: 'session.registerDevice', json: device })
  const tablet = { agent: AGENT, deviceId: OPEN_DEVICE, deviceNumber: 1 }
  const [accept, approve] = [
    ['task.accept', {}],
    ['task.approve', {}],
  ] as const
  const document = {
    name: '食品经营许可证',
    number: 'JY24301020000002',
    issuedOn: '2026-11-30',
    validUntil: '2031-11-29',
  }
  const points = [
    { at: { kind: 'material', materialCode: 'premises-plan' }, words: '平面图不清晰' },
    { at: { kind: 'party', partyRole: 'applicant' }, words: '姓名与证件不一致' },
    { at: { kind: 'other' }, words: '请补充说明' },
  ]
  const correctionId = CorrectionId.parse(stage.newId())
  const lives: readonly (readonly (readonly [kind: string, payload: object])[])[] = [
    [],
    [accept],
    [accept, approve],
    [['task.require-correction', { correctionId, points }]],
    [['task.refuse-acceptance', { reason: '不属于本机关职权', whereToGo: '请向市级机关申请' }]],
    [accept, ['task.deny', { reason: '不符合法定条件' }]],
    [accept, approve, ['task.issue', { document }]],
  ]
  for (const [nth, acts] of lives.entries()) await live(stage, tablet, { receipt: nth + 1, acts })
  const unfinished = await aSubmit(stage, tablet, lives.length + 1, { capacity: 'assist' })
  await pushFrom(stage, tablet, { name: 'a case on its way', ops: [unfinished.op], deviceSeq: lives.length + 1 })
  const cursors = { catalogue: 0, [`station:${stage.house.actorOf(AGENT).unitId}`]: 0 }
  await pull(stage, 'a row of every kind', { cursors })
  await stage.ask('a first piece of them', { as: AGENT, path: 'sync.pull', query: { cursors, limit: 3 } })
  await signIn(stage, REVIEWER)
  const query = { cursors: { 'department:market-regulation': 0 }, limit: 500 }
  await stage.ask('a desk pulls', { as: REVIEWER, app: 'staff', path: 'sync.pull', query })
}

type Life = { readonly receipt: number; readonly acts: readonly (readonly [kind: string, payload: object])[] }

/** A case that is sent home by courier, and what was done at the desk. */
async function live(stage: Stage, tablet: Tablet, { receipt, acts }: Life): Promise<void> {
  const made = await aSubmit(stage, tablet, receipt, {})
  await pushFrom(stage, tablet, { name: `case ${receipt}`, ops: [made.op], deviceSeq: receipt })
  const taskId = TaskId.parse(stage.newId())
  const scans = made.pages.map(({ bytes }) => bytes)
  await arrive(stage, made, scans, [taskId])
  for (const [nth, [kind, payload]] of acts.entries())
    await desk(stage, made, { kind, baseRevision: nth + 1, payload: { taskId, ...payload } })
}

type Pulling = { readonly cursors: Readonly<Record<string, number>>; readonly device?: DeviceId }

async function pull(stage: Stage, name: string, { cursors, device }: Pulling): Promise<void> {
  const report = device && {
    device: {
      deviceId: device,
      appVersion: '0.1.0',
      unsentCount: 2,
      unsentBytes: 4096,
      oldestUnsentAt: stage.world.now,
    },
  }
  await stage.ask(name, { as: AGENT, path: 'sync.pull', query: { cursors, limit: 500, ...report } })
}

async function recovery(stage: Stage): Promise<void> {
  const as = AGENT
  await signIn(stage, as)
  await signIn(stage, ADMIN)
  const { publicKey } = deviceKey(stage.world)
  const device = { deviceId: SEALED_DEVICE, publicKey, code: codeOf(stage, as) }
  await stage.ask('registers', { as, path: 'session.registerDevice', json: device })
  const request = (name: string, json: unknown) => stage.ask(name, { as, path: 'recovery.request', json })
  const look = (name: string, recoveryId: string) =>
    stage.ask(name, { as, path: 'recovery.answer', query: { recoveryId } })
  const decide = (name: string, recoveryId: string, decision: string) => {
    const json = { recoveryId, decision, reason: '电话核实，工号与身份证后四位相符' }
    return stage.ask(name, { as: ADMIN, app: 'staff', path: 'recovery.decide', json })
  }
  for (const [decision, name] of [
    ['allow', 'allowed'],
    ['refuse', 'refused'],
  ] as const) {
    const input = await aLockedVault(stage, SEALED_DEVICE)
    await request('asks the office', input)
    await look('waits', input.recoveryId)
    await decide(`is ${name}`, input.recoveryId, decision)
    await look(`hears that it is ${name}`, input.recoveryId)
    await stage.ask('takes it back', { as, path: 'recovery.takeBack', json: { recoveryId: input.recoveryId } })
    await look('looks again', input.recoveryId)
  }
  await request('a device that nobody knows', await aLockedVault(stage, DeviceId.parse(recordedId(7))))
}

async function refusals(stage: Stage): Promise<void> {
  const as = AGENT
  const query = { cursors: { catalogue: 0 }, limit: 500 }
  await stage.ask('a pull of nobody', { as: 'nobody', path: 'sync.pull', query })
  await signIn(stage, as)
  await stage.ask('a pull of another protocol', {
    as,
    path: 'sync.pull',
    query,
    headers: { 'x-onetrip-protocol': '0' },
  })
  await stage.ask('a foreign feed', {
    as,
    path: 'sync.pull',
    query: { ...query, cursors: { 'station:430102013008': 0 } },
  })
  await stage.ask('a pull of no shape', { as, path: 'sync.pull', query: { limit: 0 } })
  await stage.ask('no such procedure', { as, path: 'sync.dream', json: {} })
  const tablet = { agent: as, deviceId: OPEN_DEVICE, deviceNumber: 1 }
  const made = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'a device that nobody knows', ops: [made.op], deviceSeq: 1 })
  const device = { deviceId: OPEN_DEVICE, code: codeOf(stage, as) }
  await stage.ask('registers', { as, path: 'session.registerDevice', json: device })
  await stage.ask('no frames', { as, path: 'sync.push', bytes: new Uint8Array([1, 2, 3]) })
  await stage.ask('an empty push', { as, path: 'sync.push', bytes: new Uint8Array() })
  const foreign = { ...made.op, authorPostId: stage.house.actorOf(OTHER).postId }
  await pushFrom(stage, tablet, { name: 'work of another', ops: [foreign], deviceSeq: 1 })
  const malformed = { ...made.op, payload: { ...made.op.payload, insisted: 'perhaps' } }
  await pushFrom(stage, tablet, { name: 'an operation of no shape', ops: [malformed], deviceSeq: 1 })
  const body = new TextEncoder().encode('{}')
  const { opId, caseId } = made.op
  const frame = { frame: 1, deviceId: OPEN_DEVICE, deviceSeq: 1, opId, caseId, alg: 'clear', keyId: '', body } as const
  const headers = { [DEVICE_HEADER]: OPEN_DEVICE, [EPOCH_HEADER]: 'of before' }
  await stage.ask('of another epoch', { as, path: 'sync.push', bytes: encodeFrames([frame]), headers })
  const [page] = made.pages
  const uploadId = UploadId.parse(stage.newId())
  const offer = { deviceId: OPEN_DEVICE, uploadId, caseId, scan: page?.ref }
  await stage.ask('a scan that nobody awaits', { as, path: 'sync.offer', json: offer })
  await stage.ask('a piece without a place', { as, path: 'sync.append', bytes: body })
  await damaged(stage, tablet)
}

/** Bytes that are not what they say, and bytes that are nothing that may be stored. */
async function damaged(stage: Stage, tablet: Tablet): Promise<void> {
  const made = await aSubmit(stage, tablet, 2)
  const text = new TextEncoder().encode('x'.repeat(300))
  const odd = { scanId: sha256(text), sizeBytes: text.length, mediaType: 'image/jpeg' }
  const [material, ...others] = made.op.payload.content.materials
  const materials = [{ ...material, pages: [...(material?.pages ?? []), odd] }, ...others]
  const op = {
    ...made.op,
    payload: { ...made.op.payload, insisted: true, content: { ...made.op.payload.content, materials } },
  }
  await pushFrom(stage, tablet, { name: 'a case with a page that is none', ops: [op], deviceSeq: 2 })
  const as = AGENT
  const [page] = made.pages
  for (const [name, scan, bytes] of [
    ['bytes that do not hash', page?.ref, new Uint8Array(page?.ref.sizeBytes ?? 0)],
    ['bytes that are no picture', odd, text],
  ] as const) {
    const uploadId = UploadId.parse(stage.newId())
    const offer = { deviceId: tablet.deviceId, uploadId, caseId: made.caseId, scan }
    await stage.ask(`offers ${name}`, { as, path: 'sync.offer', json: offer })
    const headers = { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: '0' }
    await stage.ask(name, { as, path: 'sync.append', bytes, headers })
  }
}

/** A rescue bundle as a tablet writes it, of one case and one page. */
export async function makeBundle(stage: Stage): Promise<Uint8Array> {
  const deviceId = SEALED_DEVICE
  const sealing = stage.sealing(deviceId)
  const { op, caseId, pages } = await aSubmit(stage, { agent: AGENT, deviceId, deviceNumber: 1, sealing }, 3)
  const [page] = pages
  if (!page) throw new Error('a case has a page')
  const frames = encodeFrames([await sealing.seal(op, 11)])
  const { bytes, keyId, key } = await sealing.sealScan(caseId, { scanId: page.ref.scanId, bytes: page.bytes })
  const uploadId = UploadId.parse(stage.newId())
  const scan = {
    uploadId,
    caseId,
    opId: op.opId,
    scan: page.ref,
    sha256: sha256(bytes),
    proof: sealing.prove(uploadId),
  }
  const start = encodeBundleStart({
    districtId: stage.house.house.districtId,
    deviceId,
    madeAt: stage.world.now,
    framesBytes: frames.length,
    scans: [{ ...scan, sealed: { keyId, key, sizeBytes: bytes.length } }],
  })
  return Buffer.concat([start, frames, bytes])
}
