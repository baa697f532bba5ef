import { POST_HEADER } from '@onetrip/shared/wire/protocol'
import { AGENT, codeOf, OPEN_DEVICE, OTHER, SEALED_DEVICE, signIn } from './acts'
import { deviceKey, recordedId, type Stage } from './stage'

export async function session(stage: Stage): Promise<void> {
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
