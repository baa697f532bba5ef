import { CorrectionId, TaskId } from '@onetrip/shared/lib/ids'
import { AGENT, arrive, codeOf, desk, OPEN_DEVICE, pull, REVIEWER, signIn } from './acts'
import { aSubmit, pushFrom, type Stage, type Tablet } from './stage'

/** A row of every kind, and tasks in each of the states that a pull can show. */
export async function rows(stage: Stage): Promise<void> {
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
