// Goal: what any tablet of a published protocol sends is answered today as it was then. Method: each recorded
// conversation anew, byte for byte and in its order, with today's server as it listens to people, in the recorded
// district; of the answers nothing may be missing, and nothing may be other that was not other from run to run.
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeFrames, encodeFrames } from '@onetrip/shared/wire/frame'
import { readBundleLayout, type BundleLayout } from '@onetrip/shared/wire/bundle'
import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import { inRoot } from '../../src/app/root'
import { FIXTURES, readFixture } from './corpus'
import { Conversation } from './conversation'
import { findBroken } from './holds'
import { ask, takeStep, type Jars } from './replay'
import { openWorld, World } from './world'

const PROTOCOL = 'protocol-1'
const NO_CONVERSATIONS = /^(world|bundle|contract|tablet)/
const conversations = readdirSync(inRoot(...FIXTURES, PROTOCOL))
  .map((name) => name.replace('.json', ''))
  .filter((name) => !NO_CONVERSATIONS.test(name))

const world = () => World.parse(readFixture(`${PROTOCOL}/world`))

it.each(conversations)('[SYNC-R22] answers “%s” as it was answered when it was recorded', async (name) => {
  await using house = await openWorld(world())
  const { steps } = Conversation.parse(readFixture(`${PROTOCOL}/${name}`))
  const jars: Jars = new Map()
  for (const [nth, step] of steps.entries()) {
    const today = await takeStep(house, jars, step)
    if (!('answer' in step)) continue
    expect(
      findBroken(step.answer, today),
      `${nth}: ${step.name}, answered ${JSON.stringify(today).slice(0, 500)}`,
    ).toEqual([])
  }
})

it('[SYNC-R22] takes in what a rescue file of protocol 1 holds, from whoever brings it', async () => {
  const { file } = readFixture(`${PROTOCOL}/bundle`) as { file: string }
  const bytes = Uint8Array.from(Buffer.from(file, 'base64'))
  const layout = await readBundleLayout(async (from, to) => bytes.slice(from, to), bytes.length)
  if (!layout.ok) throw new Error(layout.error)
  await using house = await openWorld(world())
  const session = Conversation.parse(readFixture(`${PROTOCOL}/session`))
  const jars: Jars = new Map()
  for (const step of session.steps) await takeStep(house, jars, step)
  const send = async (path: string, body: { text: string } | { base64: string }, headers: Record<string, string>) => {
    const type = 'text' in body ? 'application/json' : 'application/octet-stream'
    const own = { 'content-type': type, 'x-onetrip-protocol': '1', ...headers }
    return ask(house.url, jars, { as: 'nobody', app: 'agent', method: 'POST', path, headers: own, body })
  }
  const { framesAt, head, scansAt } = layout.value
  const frames = decodeFrames(bytes.slice(framesAt, framesAt + head.framesBytes), MAX_PUSH_OPS)
  if (!frames.ok) throw new Error(frames.error)
  const ofDevice = { 'x-onetrip-device': head.deviceId }
  const pushed = await send('sync.push', base64(encodeFrames(frames.value)), ofDevice)
  expect(pushed.body).toMatchObject({ result: { data: { outcomes: [{ status: 'applied' }] } } })
  for (const [nth, scan] of head.scans.entries()) {
    const proven = { ...ofDevice, 'x-onetrip-proof': scan.proof }
    await send('sync.offer', { text: JSON.stringify(offerOf(head, scan)) }, proven)
    const from = scansAt[nth] ?? 0
    const piece = base64(bytes.slice(from, from + scan.sealed.sizeBytes))
    const appended = await send('sync.append', piece, { ...proven, 'x-upload-id': scan.uploadId, 'x-offset': '0' })
    expect(appended.body).toMatchObject({ result: { data: { standing: { status: 'complete' } } } })
  }
})

const base64 = (bytes: Uint8Array) => ({ base64: Buffer.from(bytes).toString('base64') })
const offerOf = (
  { deviceId }: BundleLayout['head'],
  { uploadId, caseId, scan, sealed }: BundleLayout['head']['scans'][number],
) => ({ deviceId, uploadId, caseId, scan, sealed })

describe('[SYNC-R22] a replay notices', () => {
  const opId = '01980000-0000-7000-8000-000000000001'
  const minted = '019a0000-0000-7000-8000-000000000001'
  it.each([
    ['a field that is gone', { a: 1, b: 2 }, { a: 1 }, ['/b']],
    [
      'another outcome',
      { outcomes: [{ status: 'applied' }] },
      { outcomes: [{ status: 'refused' }] },
      ['/outcomes/0/status'],
    ],
    ['an answer too few', { outcomes: [1, 2] }, { outcomes: [1] }, ['/outcomes']],
    ['another type', { revision: 1 }, { revision: '1' }, ['/revision']],
    ['another status', { status: 200 }, { status: 400 }, ['/status']],
    ['another operation', { opId }, { opId: minted }, ['/opId']],
    ['another signature', { signature: 'A'.repeat(86) }, { signature: 'B'.repeat(86) }, ['/signature']],
    ['a row that is gone', { changes: [{ entityId: 'x', seq: 1 }] }, { changes: [] }, ['/changes']],
    ['null in place of a thing', { row: { kind: 'case' } }, { row: null }, ['/row']],
  ])('%s', (_name, recorded, today, broken) => {
    expect(findBroken(recorded, today)).toEqual(broken)
  })

  it.each([
    ['more fields', { a: 1 }, { a: 1, b: 2 }],
    ['another id that the server minted', { dispatchId: minted }, { dispatchId: minted.replace('9a', '9b') }],
    [
      'another place in the feed',
      { changes: [{ entityId: 'x', seq: 1 }] },
      { changes: [{ entityId: 'y' }, { entityId: 'x', seq: 2 }] },
    ],
  ])('and lets pass %s', (_name, recorded, today) => {
    expect(findBroken(recorded, today)).toEqual([])
  })
})
