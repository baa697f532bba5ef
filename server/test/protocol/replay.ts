import { APP_HEADER, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { DecideRecoveryInput } from '@onetrip/shared/wire/recovery'
import type { RecordedAnswer, RecordedRequest, Step } from './conversation'
import type { WorldHouse } from './world'

/** Cookies of the pages that speak, by whose they are. */
export type Jars = Map<string, string>

/** Puts a recorded question to today's server. */
export async function ask(url: string, jars: Jars, request: RecordedRequest): Promise<RecordedAnswer> {
  const { as, app, method, path, body } = request
  const headers = new Headers({ ...request.headers, origin: url, [APP_HEADER]: app })
  const cookie = jars.get(as)
  if (cookie !== undefined) headers.set('cookie', cookie)
  const response = await fetch(`${url}/api/${app}/trpc/${path}`, { method, headers, body: bytesOf(body) })
  for (const set of response.headers.getSetCookie()) jars.set(as, set.split(';')[0] ?? '')
  const protocol = response.headers.get(PROTOCOL_HEADER)
  return {
    status: response.status,
    headers: protocol === null ? {} : { [PROTOCOL_HEADER]: protocol },
    body: await response.json(),
  }
}

function bytesOf(body: RecordedRequest['body']): string | Uint8Array<ArrayBuffer> | null {
  if (!body) return null
  return 'text' in body ? body.text : Uint8Array.from(Buffer.from(body.base64, 'base64'))
}

/** Does one step; answers what today's server said, where it was asked something. */
export async function takeStep(world: WorldHouse, jars: Jars, step: Step): Promise<RecordedAnswer | undefined> {
  if ('request' in step) {
    await doWhatIsNeededSince(world, step.request)
    return ask(world.url, jars, step.request)
  }
  if ('desk' in step) await world.applyAtDesk(step.desk, step.operation)
  else {
    const scans = step.arrived.map((scan) => Uint8Array.from(Buffer.from(scan, 'base64')))
    // Recorded by us, from a case of ours.
    await world.letArrive({ ...step, caseId: step.caseId as CaseId, scans })
  }
  return undefined
}

/** When it was recorded, one administrator let an agent in; today another has to vouch first. [VAULT-R17] */
async function doWhatIsNeededSince(world: WorldHouse, { path, body }: RecordedRequest): Promise<void> {
  if (path !== 'recovery.decide' || !body || !('text' in body)) return
  const { recoveryId, decision } = DecideRecoveryInput.parse(JSON.parse(body.text))
  if (decision === 'allow') await world.vouchFor(recoveryId)
}
