import { DeviceId } from '@onetrip/shared/lib/ids'
import { aLockedVault } from './lockedVault'
import { ADMIN, AGENT, codeOf, SEALED_DEVICE, signIn } from './acts'
import { deviceKey, recordedId, type Stage } from './stage'

export async function recovery(stage: Stage): Promise<void> {
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
    // As a replay does by itself: at the desk it takes two today.
    if (decision === 'allow') await stage.house.vouchFor(input.recoveryId)
    await decide(`is ${name}`, input.recoveryId, decision)
    await look(`hears that it is ${name}`, input.recoveryId)
    await stage.ask('takes it back', { as, path: 'recovery.takeBack', json: { recoveryId: input.recoveryId } })
    await look('looks again', input.recoveryId)
  }
  await request('a device that nobody knows', await aLockedVault(stage, DeviceId.parse(recordedId(7))))
}
