// What scenes have in common: who acts, and what each of them does again and again.
import { DeviceId, OpId } from '@onetrip/shared/lib/ids'
import { headOf, recordedId, type Stage, type Submitted } from './stage'

export const [AGENT, OTHER, REVIEWER, ADMIN] = ['agent', 'other-agent', 'reviewer', 'admin'] as const
export const [OPEN_DEVICE, SEALED_DEVICE] = [DeviceId.parse(recordedId(1)), DeviceId.parse(recordedId(2))]

export async function signIn(stage: Stage, as: string): Promise<void> {
  const person = stage.world.people.find(({ loginName }) => loginName === as)
  if (!person) throw new Error(`nobody is called ${as}`)
  const { loginName, password, role } = person
  const app = role === 'agent' ? 'agent' : 'staff'
  await stage.ask(`${as} signs in`, { as, app, path: 'session.signIn', json: { loginName, password } })
}

export const codeOf = ({ world, house }: Stage, loginName: string): string =>
  world.registrationCodes[house.actorOf(loginName).unitId] ?? ''

type Pulling = { readonly cursors: Readonly<Record<string, number>>; readonly device?: DeviceId }

export async function pull(stage: Stage, name: string, { cursors, device }: Pulling): Promise<void> {
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

type Act = { readonly kind: string; readonly baseRevision: number; readonly payload: object }

/** Something that the reviewer does. */
export async function desk(stage: Stage, { caseId }: Submitted, act: Act): Promise<void> {
  const by = { agent: REVIEWER, deviceId: OPEN_DEVICE, deviceNumber: 0 }
  const operation = { ...headOf(stage, by, caseId, OpId.parse(stage.newId())), ...act }
  await stage.do({ desk: REVIEWER, operation })
}

/** The last scans of a case come in, and its tasks are made. */
export async function arrive(
  stage: Stage,
  { caseId }: Submitted,
  scans: readonly Uint8Array[],
  taskIds: readonly string[],
): Promise<void> {
  const arrived = scans.map((bytes) => Buffer.from(bytes).toString('base64'))
  await stage.do({ arrived, caseId, agent: AGENT, taskIds: [...taskIds] })
}
